package io.bytering.cli.copy;

import java.nio.file.Path;

/** What a file has beside its permissions: access control lists, labels, attributes of users. Here nobody can tell. */
final class ExtendedAttributes {
    private ExtendedAttributes() {}

    /**
     * Gives a file those of another one.
     *
     * @param unusedFrom the one that has them
     * @param unusedTo a new file beside it
     * @return whether it has all of them now
     */
    static boolean copy(Path unusedFrom, Path unusedTo) {
        return true;
    }
}

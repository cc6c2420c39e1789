package io.bytering.cli.streams;

/** The operating system's own buffers of the pipes that standard input and output may be. Here: left as they are. */
final class PipeBuffers {
    private PipeBuffers() {}

    /**
     * Makes them larger where that is possible: each switch between two processes then moves more. Only speed depends on it.
     *
     * @param bytes how large, at most a mebibyte for ordinary users
     */
    static void enlarge(int bytes) {}
}

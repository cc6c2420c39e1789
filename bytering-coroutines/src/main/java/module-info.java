/** Waiting on rings by suspension. */
module io.bytering.coroutines {
    requires transitive io.bytering;
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.coroutines.core;
    requires transitive kotlinx.io.core;
    requires transitive kotlinx.io.bytestring;

    exports io.bytering.coroutines;
}

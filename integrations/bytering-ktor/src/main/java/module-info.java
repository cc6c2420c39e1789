/** Rings as byte channels of Ktor. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Ktor declares no module, only its name
module io.bytering.ktor {
    requires transitive io.bytering;
    requires io.bytering.coroutines;
    requires transitive kotlin.stdlib;
    requires kotlinx.coroutines.core;
    requires transitive kotlinx.io.core;
    requires transitive io.ktor.io;

    exports io.bytering.ktor;
}

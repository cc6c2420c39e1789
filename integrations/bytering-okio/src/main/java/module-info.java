/** Rings as sources, sinks and sockets of okio. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // okio declares no module, only its name
module io.bytering.okio {
    requires transitive io.bytering;
    requires transitive kotlin.stdlib;
    requires transitive okio;

    exports io.bytering.okio;
}

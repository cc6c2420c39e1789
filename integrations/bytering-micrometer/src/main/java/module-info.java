/** Statistics of rings as Micrometer's meters. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // Micrometer declares no module, only its name
module io.bytering.micrometer {
    requires transitive io.bytering;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports io.bytering.micrometer;
}

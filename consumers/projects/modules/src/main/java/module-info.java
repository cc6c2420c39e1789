/** A module that names those of bytering, and finds what they need by itself. */
module consumer {
    requires io.bytering;
    requires io.bytering.coroutines;
    requires io.bytering.flow;
    requires io.bytering.ktor;
    requires io.bytering.okio;
}

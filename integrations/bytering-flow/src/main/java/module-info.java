/** Rings as publishers and subscribers of {@link java.util.concurrent.Flow}. */
module io.bytering.flow {
    requires transitive io.bytering;
    requires static org.jspecify;

    exports io.bytering.flow;
}

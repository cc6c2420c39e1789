/** Lock-free rings of bytes, waiting for them with threads, and bridges to streams and channels. */
@SuppressWarnings("module") // the one below is not there yet when this is compiled
module io.bytering {
    requires static com.sun.jna;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.bytering;
    exports io.bytering.internal to
            io.bytering.coroutines; // WaitEvents
    exports io.bytering.blocking;
    exports io.bytering.item;
    exports io.bytering.message;
    exports io.bytering.storage;
}

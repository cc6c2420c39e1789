package io.bytering.blocking;

/** Virtual threads, which the tests can't name: they are compiled for older JDKs. */
public final class VirtualThreads {
    private VirtualThreads() {}

    public static Thread unstarted(Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no virtual threads on this JDK", e);
        }
    }

    /** How many threads of the system carry them. */
    public static String carriers() {
        return System.getProperty("jdk.virtualThreadScheduler.parallelism", "as many as processors");
    }
}

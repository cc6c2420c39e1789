package io.bytering.internal;

/** Threads of the library. They keep nothing of the thread alive that happened to start them. */
final class Background {
    private Background() {}

    static void start(String name, Runnable run) {
        Thread thread = new Thread(null, run, name, 0, false); // no inheritable thread-locals
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }
}

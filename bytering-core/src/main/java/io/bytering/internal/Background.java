package io.bytering.internal;

/** Threads of the library. They keep nothing of the thread alive that happened to start them, as far as Android 24 lets them. */
final class Background {
    private Background() {}

    static void start(String name, Runnable run) {
        Thread thread = new Thread(null, run, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }
}

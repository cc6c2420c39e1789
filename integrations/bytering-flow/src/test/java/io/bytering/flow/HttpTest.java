package io.bytering.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's HTTP client, and its server at the other end. */
class HttpTest {
    private static final int MEBIBYTE = 1 << 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService serving = Executors.newCachedThreadPool();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final List<Thread> started = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serving);
        server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        stalled.countDown();
        server.stop(0);
        serving.shutdownNow();
        for (Thread thread : started) {
            thread.join();
        }
    }

    private URI serve(HttpHandler handler) {
        server.createContext("/", handler);
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/");
    }

    private static BodyPublisher body(ByteRing ring) {
        return BodyPublishers.fromPublisher(RingPublisher.of(ring.reader()));
    }

    /** What a user writes: the body of the request is what the caller writes from now on. */
    private CompletableFuture<HttpResponse<byte[]>> upload(URI to, ByteRing ring) {
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(HttpRequest.newBuilder(to).POST(body(ring)).build(), BodyHandlers.ofByteArray());
        response.whenComplete((answer, failure) -> ring.reader().close(failure));
        return response;
    }

    private CompletableFuture<HttpResponse<Void>> download(URI from, ByteRing ring) {
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(
                HttpRequest.newBuilder(from).build(),
                BodyHandlers.fromSubscriber(RingSubscriber.ofLists(ring.writer())));
        response.whenComplete((answer, failure) -> {
            if (failure != null) {
                ring.writer().close(failure); // not at a good end: the last bytes may still wait for room
            }
        });
        return response;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Writes without an end, until something stops it. */
    private CompletableFuture<Throwable> writeForEver(ByteRing ring) {
        CompletableFuture<Throwable> stopped = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (OutputStream out = BlockingWriter.of(ring.writer()).outputStream()) {
                byte[] some = random(10_000);
                while (true) {
                    out.write(some);
                }
            } catch (Throwable e) {
                stopped.complete(e);
            }
        });
        started.add(thread);
        thread.start();
        return stopped;
    }

    /** Until as much is under way as will ever be: the sender, its ring full, asleep, and nothing moves. */
    private static void awaitStandstill(List<ByteRing> rings) throws InterruptedException {
        long before = -1;
        while (true) {
            long sum = 0;
            boolean full = true;
            for (ByteRing ring : rings) {
                sum += ring.statistics().bytesWritten();
                full &= ring.statistics().level() == ring.statistics().capacity();
            }
            if (full && sum == before) {
                return;
            }
            before = sum;
            Thread.sleep(300);
        }
    }

    @Test
    void whatAThreadWritesArrives() throws Exception {
        byte[] all = random(5 * MEBIBYTE);
        URI uri = serve(exchange -> {
            byte[] got = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, got.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(got);
            }
        });
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);
        CompletableFuture<HttpResponse<byte[]>> response = upload(uri, ring);
        BlockingWriter.of(ring.writer()).writeStream(out -> {
            for (int i = 0; i < all.length; i += 1000) {
                out.write(all, i, Math.min(1000, all.length - i));
            }
        });
        assertArrayEquals(all, response.get().body());
    }

    @Test
    void stalledServersHoldUpTheirWritersAndNobodyElse() throws Exception {
        URI uri = serve(exchange -> {
            try {
                stalled.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            HttpClient onOneThread = HttpClient.newBuilder().executor(one).build();
            List<ByteRing> rings = new ArrayList<>();
            List<CompletableFuture<Throwable>> writers = new ArrayList<>();
            List<CompletableFuture<HttpResponse<Void>>> responses = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ByteRing ring = ByteRing.ofCapacity(64 * 1024);
                rings.add(ring);
                BodyPublisher body = BodyPublishers.fromPublisher(RingPublisher.of(ring.reader(), one));
                responses.add(onOneThread.sendAsync(
                        HttpRequest.newBuilder(uri).POST(body).build(), BodyHandlers.discarding()));
                writers.add(writeForEver(ring));
            }
            awaitStandstill(rings);
            for (ByteRing ring : rings) {
                // beside the ring, what the sockets of both sides hold
                long underWay = ring.statistics().bytesRead();
                assertTrue(underWay < 32L * MEBIBYTE, () -> underWay + " B were read from the ring");
            }
            // the one thread that sends all of it is free
            one.submit(() -> {}).get();

            responses.forEach(response -> response.cancel(true));
            for (CompletableFuture<Throwable> writer : writers) {
                assertInstanceOf(RingAbandonedException.class, writer.get());
            }
        } finally {
            stalled.countDown();
            one.shutdown();
        }
    }

    @Test
    void aWriterThatFailsFailsTheRequest() {
        URI uri = serve(exchange -> exchange.getRequestBody().readAllBytes());
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);
        CompletableFuture<HttpResponse<byte[]>> response = upload(uri, ring);
        IOException cause = new IOException("the disk is gone");
        assertSame(
                cause,
                assertThrows(
                        IOException.class,
                        () -> BlockingWriter.of(ring.writer()).writeStream(out -> {
                            out.write(1);
                            throw cause;
                        })));
        Throwable failure =
                assertThrows(ExecutionException.class, response::get).getCause();
        while (failure != cause && failure != null) {
            failure = failure.getCause();
        }
        assertSame(cause, failure);
    }

    @Test
    void aServerThatHangsUpStopsTheWriter() throws Exception {
        URI uri = serve(exchange -> {
            exchange.getRequestBody().read();
            exchange.close();
        });
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);
        CompletableFuture<HttpResponse<byte[]>> response = upload(uri, ring);
        CompletableFuture<Throwable> writer = writeForEver(ring);
        assertInstanceOf(RingAbandonedException.class, writer.get());
        assertThrows(ExecutionException.class, response::get);
    }

    @Test
    void whereNobodyListensTheWriterIsStoppedToo() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        ByteRing ring = ByteRing.ofCapacity(1024);
        URI uri = URI.create("http://" + server.getAddress().getHostString() + ":" + nobody + "/");
        CompletableFuture<HttpResponse<byte[]>> response = upload(uri, ring);
        RingAbandonedException stopped = assertInstanceOf(
                RingAbandonedException.class, writeForEver(ring).get());
        Throwable failure =
                assertThrows(ExecutionException.class, response::get).getCause();
        assertInstanceOf(IOException.class, failure);
        assertSame(failure, stopped.getCause().getCause()); // futures wrap what they hand on
    }

    @Test
    void aDownloadComesThroughARing() throws Exception {
        byte[] all = random(5 * MEBIBYTE);
        URI uri = serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(all);
            }
        });
        ByteRing ring = ByteRing.ofCapacity(10_000);
        CompletableFuture<HttpResponse<Void>> response = download(uri, ring);
        try (InputStream in = BlockingReader.of(ring.reader()).inputStream()) {
            assertArrayEquals(all, in.readAllBytes());
        }
        assertEquals(200, response.get().statusCode());
    }

    @Test
    void aReaderThatClosesEndsTheDownload() throws Exception {
        CompletableFuture<Throwable> sent = new CompletableFuture<>();
        URI uri = serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(random(10_000));
                }
            } catch (Throwable e) {
                sent.complete(e);
            }
        });
        ByteRing ring = ByteRing.ofCapacity(10_000);
        download(uri, ring);
        BlockingReader.of(ring.reader()).readFully(new byte[100_000]);
        ring.reader().close();
        assertInstanceOf(IOException.class, sent.get());
    }

    @Test
    void aReaderThatPausesHoldsUpTheServer() throws Exception {
        long[] sent = new long[1];
        Object lock = new Object();
        URI uri = serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] some = random(10_000);
                while (true) {
                    out.write(some);
                    synchronized (lock) {
                        sent[0] += some.length;
                    }
                }
            }
        });
        ByteRing ring = ByteRing.ofCapacity(10_000);
        download(uri, ring);
        awaitStandstill(List.of(ring));
        long before = -1;
        while (true) {
            long now;
            synchronized (lock) {
                now = sent[0];
            }
            if (now == before) {
                break;
            }
            before = now;
            Thread.sleep(300);
        }
        long underWay = before;
        assertTrue(underWay < 32L * MEBIBYTE, () -> underWay + " B were sent");
        ring.close();
    }

    @Test
    void aResponseThatIsCutShortIsAFailure() throws Exception {
        URI uri = serve(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("the server gives up");
        });
        ByteRing ring = ByteRing.ofCapacity(10_000);
        download(uri, ring);
        BlockingReader reader = BlockingReader.of(ring.reader());
        reader.readFully(new byte[10]);
        IOException failure = assertThrows(IOException.class, () -> reader.read(new byte[1]));
        assertInstanceOf(IOException.class, failure.getCause());
    }
}

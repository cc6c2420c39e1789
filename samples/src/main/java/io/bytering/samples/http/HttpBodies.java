package io.bytering.samples.http;

import io.bytering.ByteRing;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.StreamBody;
import io.bytering.flow.RingPublisher;
import io.bytering.flow.RingSubscriber;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Bodies of the JDK's HTTP client that go through a ring: one is written to a stream, one is read from a stream. */
public final class HttpBodies {
    private HttpBodies() {}

    /** Sends what the body writes, while it writes. */
    public static String upload(HttpClient client, URI uri, StreamBody content) throws IOException {
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);
        BodyPublisher body = BodyPublishers.fromPublisher(RingPublisher.of(ring.reader()));
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(HttpRequest.newBuilder(uri).POST(body).build(), BodyHandlers.ofString());
        response.whenComplete((answer, failure) -> ring.reader().close(failure));
        BlockingWriter.of(ring.writer()).writeStream(content);
        return response.join().body();
    }

    /** Reads a response while it comes. */
    public static byte[] download(HttpClient client, URI uri) throws IOException {
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);
        BodyHandler<Void> handler = BodyHandlers.fromSubscriber(RingSubscriber.ofLists(ring.writer()));
        client.sendAsync(HttpRequest.newBuilder(uri).build(), handler).whenComplete((answer, failure) -> {
            if (failure != null) {
                ring.writer().close(failure);
            }
        });
        try (InputStream in = BlockingReader.of(ring.reader()).inputStream()) {
            return in.readAllBytes();
        }
    }

    public static void main(String[] args) throws IOException {
        URI uri = URI.create(args[0]);
        HttpClient client = HttpClient.newHttpClient();
        System.out.println(upload(client, uri, out -> out.write("hello".getBytes(StandardCharsets.UTF_8))));
        System.out.println(download(client, uri).length + " bytes");
    }
}

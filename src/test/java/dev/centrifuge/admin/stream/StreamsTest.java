package dev.centrifuge.admin.stream;

import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.dispatch.Tap;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StreamsTest implements Routes {
    private final AtomicReference<@Nullable Tap> tap = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String state = "ok";
    private AdminFixture port;

    @BeforeEach
    void open() throws Exception {
        Vertx vertx = Vertx.vertx();
        port = new AdminFixture(vertx, 0, null, this, new Streams(vertx, tap::set, System::currentTimeMillis));
    }

    @AfterEach
    void close() throws Exception {
        port.close();
    }

    /** Two parts of the API that the streams tell of. */
    @Override
    public void on(Api api) {
        api.get("/v1/destinations", Set.of("limit"), call -> {
            asked.incrementAndGet();
            return Future.succeededFuture(Reply.ok(Map.of(
                    "states", Map.of(state, 1, "disabled", 2),
                    "items", List.of(Map.of("destination", "crm", "state", state, "backlogAgeSeconds", 7)))));
        });
        api.get("/v1/destinations/:id", Set.of(), call -> {
            if (call.path("id").equals("crm")) {
                return Future.succeededFuture(Reply.ok(Map.of("destination", "crm", "state", state)));
            }
            throw Problem.missing("none of that id").refusal();
        });
    }

    /** A client that reads the stream line by line. */
    private static final class Reader implements AutoCloseable {
        final Socket socket;
        final BufferedReader lines;

        Reader(int port, String query) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(("GET /v1/stream?" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The data of the next event of that name. */
        String next(String event) throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("event: " + event)) {
                    return lines.readLine().substring("data: ".length());
                }
            }
            throw new IOException("the stream ended");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Reader read(String query) throws IOException {
        return new Reader(port.url("/").getPort(), query);
    }

    private static Event event(String source, String body) {
        return new Event(
                new Envelope(source, "m-1", "track", 1_000, null, null),
                new byte[0],
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void overview_is_sent_at_once_and_when_it_changes() throws Exception {
        try (Reader reader = read("topics=overview")) {
            assertThat(reader.next("overview")).contains("\"destinations\":3", "\"troubled\":0", "\"trouble\":[]");
            state = "down";
            String news = reader.next("overview");
            while (!news.contains("down")) {
                news = reader.next("overview");
            }
            assertThat(news).contains("\"troubled\":1", "\"trouble\":[{", "\"oldestSeconds\":7.0");
        }
    }

    @Test
    void a_stream_of_no_topics_is_the_overview() throws Exception {
        try (Reader reader = read("text=x")) {
            assertThat(reader.next("overview")).contains("\"destinations\":3");
        }
    }

    @Test
    void destination_that_is_not_there_is_a_problem_of_its_topic() throws Exception {
        try (Reader reader = read("topics=destination:crm,destination:gone")) {
            assertThat(reader.next("destination")).contains("\"destination\":\"crm\"");
        }
        try (Reader reader = read("topics=destination:gone")) {
            assertThat(reader.next("problem")).contains("\"topic\":\"destination:gone\"", "404", "none of that id");
        }
    }

    @Test
    void topics_are_checked() throws Exception {
        assertThat(port.get("/v1/stream?topics=,").status()).isEqualTo(400);
        assertThat(port.get("/v1/stream?topics=weather").detail()).contains("no such topic");
        assertThat(port.get("/v1/stream?topics=" + "overview,".repeat(9)
                                + "jobs,action,reload,events,destination:a,destination:b,destination:c,destination:d")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nothing_is_asked_or_tapped_while_nobody_watches() throws Exception {
        try (Reader reader = read("topics=overview,events")) {
            reader.next("overview");
            assertThat(tap.get()).isNotNull();
        }
        await().until(() -> tap.get() == null);
        int until = asked.get();
        await().during(java.time.Duration.ofMillis(1_200)).until(() -> asked.get() == until);
    }

    @Test
    void events_are_those_that_are_looked_for() throws Exception {
        try (Reader reader = read("topics=events&source=web&text=caf%C3%A9")) {
            await().until(() -> tap.get() != null);
            tap.get().routed(event("ios", "{\"n\":\"café\"}"), 1);
            tap.get().routed(event("web", "{\"n\":\"tea\"}"), 1);
            tap.get().routed(event("web", "{\"n\":\"café\\n\"}"), 3);
            assertThat(reader.next("event"))
                    .isEqualTo(
                            "{\"at\":\"1970-01-01T00:00:01Z\",\"source\":\"web\",\"type\":\"track\",\"messageId\":\"m-1\",\"legs\":3,"
                                    + "\"size\":15,\"payload\":\"{\\\"n\\\":\\\"café\\\\n\\\"}\"}");
        }
    }

    @Test
    void flood_is_sampled_and_counted() throws Exception {
        try (Reader reader = read("topics=events")) {
            await().until(() -> tap.get() != null);
            for (int i = 0; i < 5_000; i++) {
                tap.get().routed(event("web", "{}"), 1);
            }
            reader.next("event");
            String pace = reader.next("pace");
            assertThat(pace).startsWith("{\"shown\":50,");
            int passedBy = Integer.parseInt(pace.replaceAll(".*\"passedBy\":(\\d+).*", "$1"));
            assertThat(passedBy).isBetween(1_000, 4_950);
        }
    }

    @Test
    void so_many_streams_and_no_more() throws Exception {
        List<Reader> open = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                open.add(read("topics=overview" + (i < 8 ? ",events" : "")));
                open.get(i).next("overview");
            }
            assertThat(port.get("/v1/stream?topics=overview").status()).isEqualTo(503);
            open.remove(31).close();
            await().untilAsserted(() -> assertThat(
                            port.get("/v1/stream?topics=events").status())
                    .as("a ninth tail")
                    .isEqualTo(503));
            try (Reader again = read("topics=overview")) {
                again.next("overview");
            }
        } finally {
            for (Reader reader : open) {
                reader.close();
            }
        }
    }

    /** A watcher that does not read is sent no more than fits its connection, and the newest once it reads. */
    @Test
    void slow_watcher_queues_nothing_and_gets_the_newest() throws Exception {
        try (Reader reader = read("topics=events,overview")) {
            await().until(() -> tap.get() != null);
            String big = "{\"n\":\"" + "x".repeat(4_000) + "\"}";
            int before = asked.get();
            await().atMost(java.time.Duration.ofSeconds(20)).until(() -> {
                for (int i = 0; i < 200; i++) {
                    tap.get().routed(event("web", big), 1);
                }
                return asked.get() > before + 6;
            });
            state = "newest";
            String news = reader.next("overview");
            while (!news.contains("newest")) {
                news = reader.next("overview");
            }
            assertThat(news).contains("\"troubled\":1");
        }
    }
}

package dev.centrifuge.client;

import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Segment's own client for Java, as an application uses it: events of every type, message ids that the client makes,
 * batches when it likes.
 */
public final class SegmentJavaClientDriver implements AutoCloseable {
    private static final Duration MOST = Duration.ofSeconds(90);

    private final Analytics client;
    private final ConcurrentMap<String, Integer> accepted = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private int sent;

    private SegmentJavaClientDriver(Analytics.Builder builder) {
        this.client = builder.flushQueueSize(40)
                .flushInterval(1, TimeUnit.SECONDS)
                .callback(new Callback() {
                    @Override
                    public void success(Message message) {
                        accepted.merge(message.messageId(), 1, Integer::sum);
                    }

                    @Override
                    public void failure(Message message, Throwable reason) {
                        failures.add(message.messageId() + ": " + reason);
                    }
                })
                .build();
    }

    /** As told only where the gateway is: the client adds its own path, {@code /v1/import/}. */
    public static SegmentJavaClientDriver withEndpoint(URI ingest, String writeKey) {
        return new SegmentJavaClientDriver(Analytics.builder(writeKey).endpoint(ingest.toString()));
    }

    /** As told the whole URL. */
    public static SegmentJavaClientDriver withUploadUrl(URI upload, String writeKey) {
        return new SegmentJavaClientDriver(Analytics.builder(writeKey).setUploadURL(upload.toString()));
    }

    /** Sends so many events, the types in turn, and waits until the client has been told what became of each. */
    public void send(int events) {
        for (int i = 0; i < events; i++) {
            client.enqueue(message(sent++));
        }
        client.flush();
        await().atMost(MOST).until(() -> accepted.size() + failures.size() >= sent);
        assertThat(failures).as("events that the client gave up").isEmpty();
    }

    /**
     * Waits until every event has arrived, once.
     *
     * @param arrivals how often the event with an id has arrived
     */
    public void assertEachArrivedOnce(ToIntFunction<String> arrivals) {
        assertThat(accepted)
                .hasSize(sent)
                .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
        await().atMost(MOST)
                .untilAsserted(() -> assertThat(accepted.keySet())
                        .allSatisfy(id -> assertThat(arrivals.applyAsInt(id))
                                .as("arrivals of %s", id)
                                .isEqualTo(1)));
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private static MessageBuilder<?, ?> message(int number) {
        String user = "user-" + number;
        Map<String, String> some = Map.of("plan", "größer & <besser>");
        return switch (number % 6) {
            case 0 -> TrackMessage.builder("Order Completed").userId(user).properties(some);
            case 1 -> IdentifyMessage.builder().userId(user).traits(some);
            case 2 -> PageMessage.builder("Home").anonymousId(user).properties(some);
            case 3 -> ScreenMessage.builder("Start").userId(user).properties(some);
            case 4 -> GroupMessage.builder("group-" + number).userId(user).traits(some);
            default -> AliasMessage.builder("before-" + number).userId(user);
        };
    }
}

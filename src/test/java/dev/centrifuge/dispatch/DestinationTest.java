package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.lane.LegEnds;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a destination says of itself while nothing may be sent. */
class DestinationTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> said = new ArrayList<>();
    private final SendLease lease = SendLease.ofSoleReader(Duration.ofMillis(200), 0);
    private final Wakeups wakeups = new Wakeups(at -> {});
    private final Shared shared =
            new Shared(recorder(), lease, listener(), new Clock(), new Random(1), leg -> false, wakeups);
    private long now;
    private int offset;

    private final class Clock implements Ticker {
        @Override
        public long nanos() {
            return now;
        }

        @Override
        public long millis() {
            return now / 1_000_000;
        }
    }

    /** A destination that fails at once. */
    private static final class Failing implements Delivery {
        @Override
        public Future<Outcome> send(Attempt attempt) {
            return Future.succeededFuture(new Outcome.Failed(new Answer(500, "http_500", "", 1_000_000), 0));
        }

        @Override
        public void close() {}
    }

    private LegEnds recorder() {
        return proxy(LegEnds.class);
    }

    private DispatchListener listener() {
        return proxy(DispatchListener.class);
    }

    private <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            if (method.getName().equals("readiness")) {
                said.add(given[1].toString());
            }
            return null;
        }));
    }

    private Leg leg() {
        Event event = new Event(new Envelope("web", "m", "track", 0, null, null), new byte[0], new byte[10]);
        return new Leg(new Origin("events", 0, offset++, 1), event, "crm", new Charge(10), Trail.NONE, 0);
    }

    private void waitFor(long nanos) {
        for (long until = now + nanos; now < until; now += SECOND / 100) {
            wakeups.wake(now);
        }
    }

    @Test
    void an_absent_destination_is_removed_after_ten_minutes() {
        new Destination("crm", null, null, shared);
        assertThat(said).containsExactly("CLOSED");
        waitFor(599 * SECOND);
        assertThat(said).containsExactly("CLOSED");
        waitFor(2 * SECOND);
        assertThat(said).containsExactly("CLOSED", "REMOVED");
    }

    @Test
    void a_probe_falls_due_while_nothing_may_be_sent() {
        DestinationConfig config = DestinationConfig.to("crm", URI.create("http://crm.example/"));
        Destination destination = new Destination("crm", config, new Failing(), shared);
        while (!said.contains("CLOSED")) {
            destination.offer(leg());
            destination.pump();
            waitFor(SECOND / 100);
            lease.recorded(now);
        }
        said.clear();
        waitFor(30 * SECOND);
        assertThat(lease.permits(now)).isFalse();
        destination.recall();
        lease.recorded(now);
        waitFor(30 * SECOND);
        assertThat(said).contains("PROBE");
    }
}

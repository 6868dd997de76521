package dev.centrifuge.dispatch.traffic;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.outbox.Outlook;
import dev.centrifuge.flow.outbox.Outlook.Breaking;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrafficTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long EPOCH = 1_700_000_000_000L;

    private long seconds = 100;
    private final Histories histories = new Histories();
    private final Traffic traffic = new Traffic(histories, now());

    private long now() {
        return seconds * SECOND;
    }

    private long millis() {
        return EPOCH + seconds * 1_000;
    }

    private static Outlook outlook(boolean paused, Breaking breaker, long gate, boolean limited) {
        return new Outlook(false, true, paused, false, breaker, gate, 8, false, limited, 0, false);
    }

    private static final Outlook WELL = outlook(false, Breaking.CLOSED, 0, false);
    private static final Outlook DOWN = outlook(false, Breaking.OPEN, 0, false);

    private Sample second(Outlook outlook, int queued, long waitedMillis, @Nullable Backlog left) {
        seconds++;
        Traffic.Held held = new Traffic.Held(0, queued, millis() - waitedMillis);
        return traffic.sample(outlook, held, left, now(), millis());
    }

    private Sample second(Outlook outlook, @Nullable Backlog left) {
        return second(outlook, 0, 0, left);
    }

    private void delivered(int legs, long millis) {
        Answer answer = new Answer(200, "http_200", "", millis * 1_000_000);
        traffic.ended(legs, new Outcome.Delivered(answer), now(), millis());
    }

    private void failed(int status) {
        Answer answer = new Answer(status, "http_" + status, "", 1_000_000);
        traffic.ended(1, new Outcome.Failed(answer, 0), now(), millis());
    }

    @Test
    void state_followsTheDestination_throughAnOutage() {
        Backlog left = new Backlog(5, millis());
        assertThat(second(WELL, null).state()).isEqualTo(DestinationState.OK);
        failed(503);
        Sample down = second(DOWN, left);
        assertThat(down.state()).isEqualTo(DestinationState.DOWN);
        assertThat(down.since()).isEqualTo(millis());
        assertThat(down.trouble()).isEqualTo(new Trouble("http_503", 503, millis() - 1_000));
        Sample still = second(DOWN, left);
        assertThat(still.since()).isEqualTo(down.since());
        assertThat(second(WELL, left).state()).isEqualTo(DestinationState.RECOVERING);
        second(WELL, null);
        assertThat(second(WELL, null).state()).isEqualTo(DestinationState.RECOVERING);
        assertThat(second(WELL, null).state()).isEqualTo(DestinationState.OK);
    }

    @Test
    void state_saysWhatHoldsItBack() {
        assertThat(second(outlook(true, Breaking.OPEN, 1, true), null).state()).isEqualTo(DestinationState.PAUSED);
        assertThat(second(outlook(false, Breaking.CLOSED, 1, false), null).state())
                .isEqualTo(DestinationState.THROTTLED);
        assertThat(second(outlook(false, Breaking.CLOSED, 0, true), null).state())
                .isEqualTo(DestinationState.THROTTLED);
        assertThat(second(WELL, 3, 1_500, null).state()).isEqualTo(DestinationState.SLOW);
        assertThat(second(WELL, 0, 0, new Backlog(1, 0)).state()).isEqualTo(DestinationState.SLOW);
        Outlook disabled = new Outlook(false, false, true, true, Breaking.OPEN, 0, 1, false, false, 0, true);
        assertThat(second(disabled, null).state()).isEqualTo(DestinationState.DISABLED);
        Outlook gone = new Outlook(false, true, false, true, Breaking.OPEN, 0, 1, false, false, 0, true);
        assertThat(second(gone, null).state()).isEqualTo(DestinationState.GONE);
        Outlook absent = new Outlook(true, false, false, false, Breaking.OPEN, 0, 1, false, false, 0, true);
        assertThat(second(absent, null).state()).isEqualTo(DestinationState.ABSENT);
    }

    private void refused(int legs) {
        traffic.ended(legs, new Outcome.Refused(new Answer(400, "http_400", "", 1_000_000)), now(), millis());
    }

    private Sample seconds(int count, Runnable each) {
        Sample sample = Sample.IDLE;
        for (int i = 0; i < count; i++) {
            each.run();
            sample = second(WELL, null);
        }
        return sample;
    }

    @Test
    void refusing_isWhoRefusesMost_onceThatIsSure() {
        assertThat(seconds(13, () -> refused(1)).state()).isEqualTo(DestinationState.OK);
        Sample refusing = seconds(1, () -> refused(1));
        assertThat(refusing.state()).isEqualTo(DestinationState.REFUSING);
        assertThat(refusing.since()).isEqualTo(millis());
        assertThat(refusing.trouble()).isEqualTo(new Trouble("http_400", 400, millis() - 1_000));
        assertThat(seconds(500, () -> {}).state()).isEqualTo(DestinationState.REFUSING);
        seconds(100, () -> refused(1));
        assertThat(seconds(27, () -> delivered(1, 5)).state()).isEqualTo(DestinationState.REFUSING);
        assertThat(seconds(3, () -> delivered(1, 5)).state()).isEqualTo(DestinationState.OK);
    }

    @Test
    void refusing_takesSeconds_whereManyEventsCome_andDoesNotFlap() {
        assertThat(seconds(3, () -> refused(1_000)).state()).isEqualTo(DestinationState.OK);
        assertThat(seconds(1, () -> refused(1_000)).state()).isEqualTo(DestinationState.REFUSING);
        assertThat(seconds(60, () -> {
                            refused(40);
                            delivered(60, 5);
                        })
                        .state())
                .isEqualTo(DestinationState.REFUSING);
        seconds(30, () -> delivered(100, 5));
        assertThat(seconds(60, () -> {
                            refused(40);
                            delivered(60, 5);
                        })
                        .state())
                .isEqualTo(DestinationState.OK);
    }

    @Test
    void refusing_isForgotten_whereNothingIsSent() {
        seconds(20, () -> refused(10));
        second(outlook(true, Breaking.CLOSED, 0, false), null);
        assertThat(seconds(3, () -> {}).state()).isEqualTo(DestinationState.OK);
        seconds(20, () -> refused(10));
        assertThat(second(DOWN, null).state()).isEqualTo(DestinationState.DOWN);
        assertThat(second(WELL, null).state()).isEqualTo(DestinationState.REFUSING);
        seconds += 600;
        assertThat(seconds(3, () -> {}).state()).isEqualTo(DestinationState.OK);
        assertThat(traffic.dormant(now())).isTrue();
    }

    @Test
    void refusing_isAlsoWhoseEventsAreNoRequests_orRefusedOneByOneInBatches() {
        Answer unfit = new Answer(0, "transform", "", 0);
        assertThat(seconds(5, () -> traffic.ended(10, new Outcome.Unfit(unfit), now(), millis()))
                        .trouble())
                .isEqualTo(new Trouble("transform", 0, millis() - 1_000));
        assertThat(second(WELL, null).state()).isEqualTo(DestinationState.REFUSING);
        seconds(60, () -> delivered(10, 5));
        Outcome one = new Outcome.Refused(new Answer(422, "item_422", "", 0));
        Outcome partly = new Outcome.Partly(new Answer(200, "http_200", "", 1_000_000), Map.of(0, one, 2, one));
        Sample sample = seconds(10, () -> traffic.ended(3, partly, now(), millis()));
        assertThat(sample.state()).isEqualTo(DestinationState.REFUSING);
        assertThat(sample.trouble()).isEqualTo(new Trouble("item_422", 422, millis() - 1_000));
        assertThat(sample.out()).isGreaterThan(1);
    }

    @Test
    void rates_countWhatCame_liveOrLeftBehind() {
        Sample sample = Sample.IDLE;
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 10; j++) {
                traffic.came();
            }
            delivered(10, 5);
            sample = second(WELL, null);
        }
        assertThat(sample.in()).isCloseTo(10, within(0.1));
        assertThat(sample.out()).isCloseTo(10, within(0.1));
        for (int i = 1; i <= 60; i++) {
            sample = second(DOWN, new Backlog(10 * i, EPOCH));
        }
        assertThat(sample.in()).isCloseTo(10, within(0.1));
        assertThat(sample.out()).isZero();
        assertThat(sample.backlog()).isEqualTo(600);
        assertThat(sample.oldestAt()).isEqualTo(EPOCH);
        assertThat(sample.drainSeconds()).isNull();
        for (int i = 1; i <= 20; i++) {
            for (int j = 0; j < 30; j++) {
                traffic.came();
            }
            delivered(30, 5);
            sample = second(WELL, new Backlog(600 - 20 * i, EPOCH));
        }
        assertThat(sample.in()).isCloseTo(10, within(0.5));
        assertThat(sample.drainSeconds()).isCloseTo(200 / 20.0, within(1.0));
    }

    @Test
    void latencies_areOfTheLastMinute_andNearlyRight() {
        for (int i = 1; i <= 1_000; i++) {
            delivered(1, i);
        }
        failed(500);
        Latency latency = second(WELL, null).latency();
        assertThat(latency.attempts()).isEqualTo(1_001);
        assertThat(latency.p50Millis()).isCloseTo(500, within(50.0));
        assertThat(latency.p99Millis()).isCloseTo(990, within(99.0));
        assertThat(latency.errorShare()).isCloseTo(0.001, within(0.0001));
        seconds += 61;
        delivered(1, 7);
        latency = second(WELL, null).latency();
        assertThat(latency.attempts()).isEqualTo(1);
        assertThat(latency.p99Millis()).isCloseTo(7, within(0.7));
        assertThat(latency.errorShare()).isZero();
    }

    @Test
    void history_holdsFiveMinutes_andIsForgottenWithTheTraffic() {
        for (int i = 1; i <= 310; i++) {
            delivered(i, 5);
            second(WELL, null);
        }
        Plots plots = traffic.plots();
        assertThat(plots).isNotNull();
        assertThat(plots.out()).hasSize(300).startsWith(11, 12).endsWith(309, 310);
        assertThat(plots.concurrency()).containsOnly(8);
        assertThat(plots.from()).isEqualTo(millis() - 299_000);
        assertThat(traffic.dormant(now())).isFalse();
        seconds += 601;
        second(WELL, null);
        assertThat(traffic.dormant(now())).isTrue();
        traffic.forget();
        assertThat(traffic.plots()).isNull();
    }

    @Test
    void histories_areSoMany() {
        for (int i = 0; i < Histories.MOST; i++) {
            assertThat(histories.take()).isNotNull();
        }
        delivered(1, 5);
        second(WELL, null);
        assertThat(traffic.plots()).isNull();
        histories.giveBack();
        delivered(1, 5);
        second(WELL, null);
        assertThat(traffic.plots()).isNotNull();
    }

    @Test
    void whatIsDroppedByATransform_isNoAttempt() {
        traffic.ended(1, new Outcome.Dropped(new Answer(0, "dropped", "", 0)), now(), millis());
        traffic.ended(
                2,
                new Outcome.Partly(
                        new Answer(0, "", "", 0), Map.of(0, new Outcome.Dropped(new Answer(0, "dropped", "", 0)))),
                now(),
                millis());
        assertThat(second(WELL, null).latency()).isEqualTo(Latency.NONE);
    }
}

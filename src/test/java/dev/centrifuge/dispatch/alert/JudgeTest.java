package dev.centrifuge.dispatch.alert;

import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.delivery.HandTicker;
import dev.centrifuge.dispatch.traffic.DestinationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.dispatch.traffic.DestinationState.DISABLED;
import static dev.centrifuge.dispatch.traffic.DestinationState.DOWN;
import static dev.centrifuge.dispatch.traffic.DestinationState.GONE;
import static dev.centrifuge.dispatch.traffic.DestinationState.OK;
import static dev.centrifuge.dispatch.traffic.DestinationState.PAUSED;
import static dev.centrifuge.dispatch.traffic.DestinationState.RECOVERING;
import static dev.centrifuge.dispatch.traffic.DestinationState.SLOW;
import static org.assertj.core.api.Assertions.assertThat;

class JudgeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int MINUTE = 60;
    private static final AlertsConfig CONFIG =
            new AlertsConfig(true, Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofHours(1));

    private final HandTicker ticker = new HandTicker();
    private final AlertCounts counts = new AlertCounts();
    private final Sighted sighted = new Sighted();
    private Judge judge = new Judge(CONFIG, counts, ticker.nanos());

    private List<Alert> look() {
        List<Alert> told = judge.look(sighted.gauges(), sighted.takeDead(), ticker.nanos(), ticker.millis());
        ticker.advance(SECOND);
        return told;
    }

    /** What is told in so many looks, one a second. */
    private List<Alert> look(int seconds) {
        List<Alert> told = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            told.addAll(look());
        }
        return told;
    }

    private static List<Kind> kinds(List<Alert> alerts) {
        return alerts.stream().map(Alert::kind).toList();
    }

    @Test
    void down_isToldOnce_andSoIsThatItIsNotAnyMore() {
        sighted.is("crm", OK).is("lake", OK);
        assertThat(look(MINUTE)).isEmpty();

        long at = ticker.millis();
        sighted.is("crm", DOWN);
        List<Alert> down = look(MINUTE);
        assertThat(kinds(down)).containsExactly(Kind.DOWN);
        Alert alert = down.get(0);
        assertThat(alert.destination()).isEqualTo("crm");
        assertThat(alert.since()).isEqualTo(at);
        assertThat(alert.at()).isEqualTo(at + 2_000);
        assertThat(alert.reason()).isEqualTo("http_503");
        assertThat(alert.repeated()).isFalse();

        sighted.is("crm", RECOVERING);
        List<Alert> up = look(MINUTE);
        assertThat(kinds(up)).containsExactly(Kind.RECOVERED);
        assertThat(up.get(0).lastedMillis()).isEqualTo(MINUTE * 1_000);
        assertThat(up.get(0).begun()).as("both are of one trouble").isEqualTo(alert.at());

        sighted.is("crm", OK);
        assertThat(look(2 * MINUTE)).isEmpty();
        assertThat(judge.size()).as("what is well is forgotten").isZero();
    }

    @Test
    void aMomentOfTrouble_andAMomentWithoutIt_areNotTold() {
        sighted.is("crm", DOWN);
        assertThat(look()).isEmpty();
        sighted.is("crm", OK);
        assertThat(look(MINUTE)).isEmpty();

        sighted.is("crm", DOWN);
        assertThat(look(5)).hasSize(1);
        sighted.is("crm", OK);
        assertThat(look(4)).isEmpty();
        sighted.is("crm", DOWN);
        assertThat(look(2 * MINUTE)).as("it was told before").isEmpty();
    }

    @Test
    void gone_isDisabled_andDownIsAnotherTrouble() {
        sighted.is("crm", DOWN);
        assertThat(kinds(look(MINUTE))).containsExactly(Kind.DOWN);
        sighted.is("crm", GONE);
        assertThat(kinds(look(2 * MINUTE))).containsExactly(Kind.DISABLED);
        sighted.is("crm", OK);
        List<Alert> up = look(MINUTE);
        assertThat(kinds(up)).containsExactly(Kind.RECOVERED);
        assertThat(up.get(0).lastedMillis()).isEqualTo(3 * MINUTE * 1_000);
    }

    @Test
    void whatIsPausedOrSwitchedOff_isNeitherDownNorWell() {
        sighted.is("crm", DOWN);
        assertThat(look(MINUTE)).hasSize(1);
        for (DestinationState shut : List.of(PAUSED, DISABLED)) {
            sighted.is("crm", shut, ticker.millis());
            assertThat(look(2 * MINUTE)).isEmpty();
        }
        sighted.is("crm", OK);
        assertThat(kinds(look(MINUTE))).containsExactly(Kind.RECOVERED);
    }

    @Test
    void aBacklog_isToldWhenItIsTooOld_andWhenItIsNotAnyMore() {
        long oldest = ticker.millis();
        sighted.is("crm", SLOW, oldest).is("off", DISABLED, oldest).is("halted", PAUSED, oldest);
        assertThat(look(5 * MINUTE)).isEmpty();
        List<Alert> old = look(10);
        assertThat(kinds(old)).containsExactly(Kind.BACKLOG_OLD, Kind.BACKLOG_OLD);
        assertThat(old)
                .extracting(Alert::destination)
                .as("an operator forgets a pause, and not what a file says")
                .containsExactly("crm", "halted");
        assertThat(old.get(0).sample().oldestAt()).isEqualTo(oldest);

        sighted.is("crm", RECOVERING, ticker.millis()).is("halted", PAUSED);
        assertThat(kinds(look(10))).containsExactly(Kind.BACKLOG_FRESH, Kind.BACKLOG_FRESH);
    }

    @Test
    void deadLetters_areToldAtOnce_andThenTheirCountsOnceAnInterval() {
        sighted.is("crm", OK);
        look(10);
        sighted.hasDead("crm", 1, "http_422", ticker.millis());
        List<Alert> first = look();
        assertThat(kinds(first)).containsExactly(Kind.DEAD_LETTERS);
        assertThat(first.get(0).count()).isEqualTo(1);
        assertThat(first.get(0).reason()).isEqualTo("http_422");

        List<Alert> more = new ArrayList<>();
        for (int second = 0; second < 5 * MINUTE; second++) {
            sighted.hasDead("crm", 3, "ttl", ticker.millis());
            more.addAll(look());
        }
        more.addAll(look(MINUTE));
        assertThat(more).hasSize(5).allMatch(alert -> alert.kind() == Kind.DEAD_LETTERS);
        assertThat(more.stream().mapToLong(Alert::count).sum()).isEqualTo(5 * MINUTE * 3);
        assertThat(look(10 * MINUTE)).isEmpty();
        assertThat(judge.size()).isZero();
    }

    @Test
    void whatLasts_isToldAgainNowAndThen() {
        sighted.is("crm", DOWN);
        List<Alert> told = look(3 * 60 * MINUTE);
        assertThat(told).hasSize(3).allMatch(alert -> alert.kind() == Kind.DOWN);
        assertThat(told).extracting(Alert::repeated).containsExactly(false, true, true);

        AlertsConfig once = new AlertsConfig(true, CONFIG.backlogAge(), CONFIG.interval(), Duration.ZERO);
        judge = new Judge(once, counts, ticker.nanos());
        assertThat(look(3 * 60 * MINUTE))
                .as("a new one tells once what was told before")
                .hasSize(1);
    }

    @Test
    void whatIsTakenOutOfTheConfiguration_isForgotten() {
        sighted.is("crm", DOWN);
        assertThat(look(MINUTE)).hasSize(1);
        sighted.isAway("crm");
        assertThat(look(MINUTE)).isEmpty();
        assertThat(judge.size()).isZero();
    }

    /** Two of them flap, at different paces, now for seconds, now for minutes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverFlaps_yieldsAPairInAnInterval_andTheTruthInTheEnd(long seed) {
        Random random = new Random(seed);
        List<Alert> told = new ArrayList<>();
        DestinationState[] states = {OK, DOWN, RECOVERING, DOWN, GONE, SLOW, PAUSED};
        for (int flip = 0; flip < 2_000; flip++) {
            sighted.is("crm", states[random.nextInt(states.length)]);
            if (random.nextInt(3) == 0) {
                sighted.is("lake", states[random.nextInt(states.length)]);
            }
            told.addAll(look(1 + (random.nextInt(10) == 0 ? random.nextInt(3 * MINUTE) : random.nextInt(8))));
        }
        boolean down = random.nextBoolean();
        sighted.is("crm", down ? DOWN : OK).is("lake", OK);
        told.addAll(look(2 * MINUTE));

        assertThat(told).as("seed %d", seed).hasSizeGreaterThan(100);
        for (String id : List.of("crm", "lake")) {
            List<Alert> its = told.stream()
                    .filter(alert -> alert.destination().equals(id))
                    .toList();
            List<Alert> troubles =
                    its.stream().filter(alert -> alert.kind() != Kind.RECOVERED).toList();
            for (int i = 1; i < troubles.size(); i++) {
                assertThat(troubles.get(i).at() - troubles.get(i - 1).at())
                        .as("seed %d, from one trouble of %s to the next", seed, id)
                        .isGreaterThanOrEqualTo(CONFIG.interval().toMillis());
            }
            for (int i = 1; i < its.size(); i++) {
                assertThat(its.get(i).kind() == Kind.RECOVERED && its.get(i - 1).kind() == Kind.RECOVERED)
                        .as("seed %d, %s recovered twice", seed, id)
                        .isFalse();
            }
            Kind last = its.get(its.size() - 1).kind();
            assertThat(last)
                    .as("seed %d, %s", seed, id)
                    .isEqualTo(id.equals("crm") && down ? Kind.DOWN : Kind.RECOVERED);
        }
        look(2 * MINUTE);
        assertThat(judge.size()).isEqualTo(down ? 1 : 0);
    }

    @Test
    void thousandsAtOnce_areToldAtALimit_theLongestWaitingFirst_andWhatPassesIsCounted() {
        int destinations = Judge.MOST + 2_000;
        for (int i = 0; i < destinations; i++) {
            sighted.is("d%05d".formatted(i), DOWN);
        }
        List<Alert> told = look(3);
        assertThat(told).hasSize(Judge.BURST);
        assertThat(told.get(0).held()).isEqualTo(Judge.MOST - Judge.BURST);
        assertThat(judge.size()).isEqualTo(Judge.MOST);

        assertThat(look(MINUTE)).hasSize(MINUTE).doesNotHaveDuplicates();
        for (int i = 0; i < destinations; i++) {
            sighted.is("d%05d".formatted(i), OK);
        }
        List<Alert> after = look(5 * MINUTE);
        assertThat(after)
                .as("no more than what was told is taken back")
                .hasSize(Judge.BURST + MINUTE)
                .allMatch(alert -> alert.kind() == Kind.RECOVERED);
        assertThat(counts.lost()).containsEntry("limit", (long) Judge.MOST - Judge.BURST - MINUTE);
        assertThat(judge.size()).isZero();
    }

    @Test
    void whatLastsAndIsToldAgain_doesNotHoldUpNews() {
        AlertsConfig often = new AlertsConfig(true, CONFIG.backlogAge(), CONFIG.interval(), CONFIG.interval());
        judge = new Judge(often, counts, ticker.nanos());
        for (int i = 0; i < 200; i++) {
            sighted.is("d%03d".formatted(i), DOWN);
        }
        assertThat(look(10 * MINUTE).stream().filter(Alert::repeated))
                .as("more is due than may be told")
                .hasSizeBetween(300, 10 * MINUTE);
        sighted.is("d199", OK).is("news", DOWN);
        List<Alert> told = look(10);
        assertThat(told.stream().filter(alert -> !alert.repeated()))
                .extracting(Alert::destination)
                .containsExactlyInAnyOrder("d199", "news");
    }
}

package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.FunnelRow;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Screened;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is counted of legs, where they end and where they do not. */
class LanesCountTest {
    private final LaneWorld world = new LaneWorld(1_000_000, 1_000_000_000);

    @BeforeEach
    void oneWrite() {
        world.whole = true;
        world.routes.put("web", List.of("crm", "erp"));
    }

    private Counts counts(String destination) {
        return world.lane.tallies().of(destination);
    }

    private Funnel funnel() {
        Funnel.Builder builder = new Funnel.Builder();
        for (Lane lane : world.lanes.all()) {
            lane.settle();
            builder.add(lane.delay(), lane.tallies().rows(), lane.gaps());
        }
        return builder.build(0);
    }

    private FunnelRow row(String destination) {
        return funnel().destinations().stream()
                .filter(row -> row.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    private void deliverAll() {
        List.copyOf(world.inMemory).forEach(world::resolve);
    }

    private void restart() {
        world.commit(world.begin());
        world.restart();
    }

    @Test
    void eachEnd_countsOnce_andOverARestart() {
        world.append(5, "web");
        world.settle();
        world.resolve(world.leg("crm"));
        Leg filtered = world.leg("crm");
        world.inMemory.remove(filtered);
        world.lanes.ends().filtered(filtered);
        Leg dead = world.leg("crm");
        world.inMemory.remove(dead);
        world.lanes.ends().dead(dead, "refused");
        assertThat(counts("crm")).as("it is open until its letter is written").isEqualTo(counts(5, 1, 1, 0, 0, 0, 0));

        restart();
        assertThat(counts("crm")).isEqualTo(counts(5, 1, 1, 1, 0, 0, 0));
        assertThat(counts("erp")).isEqualTo(counts(5, 0, 0, 0, 0, 0, 0));
        assertThat(row("erp").pending()).isEqualTo(5);
        world.settle();
        deliverAll();
        restart();
        assertThat(counts("crm")).isEqualTo(counts(5, 3, 1, 1, 0, 0, 0));
        assertThat(funnel().total()).isEqualTo(new FunnelRow("", "", 10, 0, 0, 8, 1, 1, 0, 0, 0));
    }

    @Test
    void backlog_isWhatWasGivenBack_andWhatIsSkipped_butNotWhatIsInMemory() {
        world.append(5, "web");
        world.settle();
        assertThat(world.lanes.backlogs()).isEmpty();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        List.copyOf(world.inMemory).stream()
                .filter(leg -> leg.destination().equals("crm") && !leg.isFence())
                .limit(3)
                .forEach(world::giveBack);
        world.append(2, "web");
        world.settle();
        assertThat(world.lanes.backlogs().get("crm").legs()).isEqualTo(5);
        assertThat(world.lanes.backlogs()).doesNotContainKey("erp");
    }

    @Test
    void whatAJobCopied_isReceivedAnew_andNotTakenForADelayedLeg() {
        Pair pair = new Pair("web", "crm");
        Funnel.Builder builder = new Funnel.Builder();
        builder.add(null, List.of(new Row(pair, counts(10, 6, 0, 2, 2, 0, 0))));
        builder.add(Delay.SHORT, List.of(new Row(pair, counts(1, 1, 0, 0, 0, 0, 0))));
        builder.add(Delay.REPLAY, List.of(new Row(pair, counts(3, 2, 0, 1, 0, 0, 0))));
        assertThat(builder.build(0).total()).isEqualTo(new FunnelRow("", "", 13, 3, 0, 9, 0, 3, 0, 1, 0));
    }

    private static Counts counts(
            long received, long delivered, long filtered, long dead, long delayed, long lost, long skipped) {
        return new Counts(received, delivered, filtered, dead, delayed, lost, skipped);
    }

    @Test
    void endThatIsNotCommitted_isNotCounted() {
        world.append(3, "web");
        world.settle();
        restart();
        world.settle();
        deliverAll();
        world.restart();
        assertThat(counts("crm")).isEqualTo(counts(3, 0, 0, 0, 0, 0, 0));
        assertThat(world.lane.gaps()).isEmpty();
    }

    @Test
    void copyThatFails_isNotCounted_untilItIsWritten() {
        world.append(1, "web");
        world.settle();
        Leg leg = world.leg("crm");
        world.inMemory.remove(leg);
        world.lanes.ends().put(leg, Delay.SHORT);
        Checkpoint failed = world.begin();
        assertThat(counts("crm").delayed()).isEqualTo(1);
        world.lanes.giveBack(failed);
        assertThat(counts("crm").delayed()).isZero();
        assertThat(world.lane.gaps()).isEmpty();
        world.commit(world.begin());
        assertThat(row("crm").pending()).as("on its way").isEqualTo(1);
        world.settle();
        assertThat(row("crm").pending()).as("taken in").isEqualTo(1);
        deliverAll();
        assertThat(row("crm")).isEqualTo(new FunnelRow("crm", "", 1, 0, 0, 1, 0, 0, 0, 0, 0));
    }

    /** Where there is no transaction a kill leaves the copy, and the leg open. */
    @Test
    void copyThatACrashDoubled_isReceivedTwice_andSaysSo() {
        world.append(1, "web");
        world.settle();
        world.commit(world.begin());
        Leg leg = world.leg("crm");
        world.inMemory.remove(leg);
        world.lanes.ends().put(leg, Delay.SHORT);
        world.persist(world.begin(), 1);
        world.restart();
        world.settle();
        assertThat(row("crm")).isEqualTo(new FunnelRow("crm", "", 2, 0, 1, 0, 0, 0, 0, 2, 0));
        deliverAll();
        assertThat(row("crm")).isEqualTo(new FunnelRow("crm", "", 2, 0, 1, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void eventsWithoutLegs_andDuplicates_areTheirSources() {
        world.append(3, "nobody");
        world.append(2, "web");
        world.appendAgain(world.log.get(0));
        world.appendAgain(world.log.get(3));
        world.appendPoison();
        world.settle();
        assertThat(funnel().sources())
                .extracting(Funnel.SourceRow::source, Funnel.SourceRow::events, Funnel.SourceRow::deduplicated)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("nobody", 4L, 1L),
                        org.assertj.core.groups.Tuple.tuple("web", 3L, 1L));
        assertThat(funnel().sources().get(0).legs().received()).isZero();
        assertThat(funnel().total().received()).isEqualTo(4);
        assertThat(world.lane.gaps()).as("a poison record is nobody's").isEmpty();
        world.commit(world.begin());
        assertThat(world.lane.gaps()).isEmpty();
    }

    @Test
    void skippedLegs_arePending_untilTheyAreReadAgain_andFilteredThen() {
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(4, "web");
        world.settle();
        assertThat(counts("crm")).isEqualTo(counts(4, 0, 0, 0, 0, 0, 4));
        world.filter = (event, destination) -> event.envelope().id().equals("m1") ? Screened.UNWANTED : Screened.WANTED;
        restart();
        world.settle();
        deliverAll();
        assertThat(counts("crm")).isEqualTo(counts(4, 3, 1, 0, 0, 0, 0));
    }

    /** The configuration changed meanwhile: what is not routed any more is filtered, and what is routed now is received. */
    @Test
    void whatTheConfigurationOfThenDecides_isSettled() {
        world.routes.put("app", List.of("erp"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(4, "web");
        world.append(3, "app");
        world.settle();
        world.routes.put("web", List.of("erp"));
        world.routes.put("app", List.of("crm", "erp"));
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();
        deliverAll();
        assertThat(counts("crm")).isEqualTo(counts(7, 3, 4, 0, 0, 0, 0));
        assertThat(world.lane.tallies().unrouted()).isEqualTo(4);
        assertThat(world.lane.gaps()).isEmpty();
    }

    @Test
    void letterForAStretch_countsAllItStandsFor() {
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(6, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();
        world.commit(world.begin());
        assertThat(world.copied).hasSize(1);
        assertThat(counts("crm")).isEqualTo(counts(6, 0, 0, 6, 0, 0, 0));
    }

    @Test
    void whatIsLostWithTheLog_isLost_andWhatIsThereIsNot() {
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(10, "web");
        world.settle();
        world.commit(world.begin());
        world.restart();
        world.lane.fit(4, 10);
        assertThat(world.lane.gaps()).isEmpty();
        world.settle();
        deliverAll();
        assertThat(counts("crm")).isEqualTo(counts(10, 6, 0, 0, 0, 4, 0));
        assertThat(row("erp")).as("open legs are lost by destination").matches(row -> row.lost() == 4);
        assertThat(funnel().pairs())
                .as("and shown where they belong once all others have ended")
                .allMatch(row -> row.source().equals("web") ? row.lost() == 4 : row.lost() == 0);
    }

    @Test
    void cutLog_isReceivedAnew() {
        world.append(10, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(4, "web");
        world.settle();
        world.log.subList(6, world.log.size()).clear();
        world.mainRead = 6;
        world.lane.fit(0, 6);
        assertThat(world.lane.gaps()).isEmpty();
        world.append(3, "web");
        world.settle();
        deliverAll();
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();
        deliverAll();
        assertThat(world.lane.gaps()).isEmpty();
        assertThat(counts("erp")).isEqualTo(counts(17, 9, 0, 0, 0, 8, 0));
        assertThat(counts("crm")).isEqualTo(counts(17, 9, 0, 0, 0, 8, 0));
    }

    /** A version that counted nothing has left open and skipped legs. */
    @Test
    void whatWasPendingBeforeAnybodyCounted_isReceived() {
        world.append(2, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(3, "web");
        world.settle();
        world.forgetful = true;
        restart();
        world.forgetful = false;
        assertThat(world.lane.gaps()).isEmpty();
        assertThat(row("crm").pending()).isEqualTo(5);
        world.settle();
        deliverAll();
        assertThat(row("crm")).isEqualTo(new FunnelRow("crm", "", 5, 0, 0, 5, 0, 0, 0, 0, 0));
        assertThat(funnel().pairs()).allMatch(row -> row.pending() == 0 && row.lost() == 0);
    }

    /** The checker must be able to fail. */
    @Test
    void countsThatAreNotCommittedWithTheMark_areAGap() {
        world.append(2, "web");
        world.settle();
        restart();
        world.forgetful = true;
        world.append(2, "web");
        world.settle();
        restart();
        assertThat(world.lane.gaps()).hasSize(2).allMatch(gap -> gap.legs() == -2);
        assertThat(row("crm")).isEqualTo(new FunnelRow("crm", "", 2, 0, 0, 0, 0, 0, 0, 4, -2));
    }

    @Test
    void rowsThatNobodyConfigures_becomeOne_onceNothingIsPending() {
        world.append(2, "web");
        world.settle();
        Leg leg = world.leg("crm");
        world.inMemory.remove(leg);
        world.lanes.ends().put(leg, Delay.SHORT);
        deliverAll();
        world.commit(world.begin());
        world.lanes.fold(pair -> pair.destination().equals("crm"));
        assertThat(row("crm").pending())
                .as("one is on its way to the delay topic")
                .isEqualTo(1);
        world.settle();
        world.lanes.fold(pair -> pair.destination().equals("crm"));
        assertThat(row("crm").pending()).isEqualTo(1);
        deliverAll();
        world.lanes.fold(pair -> pair.destination().equals("crm"));
        assertThat(funnel().destinations())
                .containsExactly(
                        new FunnelRow("", "", 2, 0, 0, 2, 0, 0, 0, 0, 0),
                        new FunnelRow("erp", "", 2, 0, 0, 2, 0, 0, 0, 0, 0));
        restart();
        assertThat(funnel().total().delivered()).isEqualTo(4);
        assertThat(world.lane.gaps()).isEmpty();
    }
}

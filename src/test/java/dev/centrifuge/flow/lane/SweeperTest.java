package dev.centrifuge.flow.lane;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who catches up how soon where the log thread cannot read for everybody alone. */
class SweeperTest {
    /** Half of what a log thread with two partitions may scan for catching up. */
    private static final double SCANS = 312_500;

    private static final int CROWD = 660;
    private static final int SLOW = 40;

    @Test
    void hundredsThatComeBackTogether_catchUpTogether() {
        Crowd crowd = crowd(128L << 20);
        double out = 180;
        everybody(crowd::down);
        crowd.pass(out);
        everybody(crowd::up);

        // With three times of what they get they need half of the outage at least. Where each was read for alone, by
        // turns,
        // they took 3.8 times that.
        assertThat(crowd.untilAllLive(2 * out)).isBetween(out / 2, 1.5 * out / 2);
    }

    /**
     * Some get a hundred times as much as most, and two partitions share each destination's memory. Where all held as many bytes
     * the busiest was half as far behind again as the others, who held the memory: later each scope needed passes of its own,
     * and the pace fell.
     */
    @Test
    void busyOnes_keepUpWithACrowdOfThinOnes() {
        Crowd crowd = new Crowd(SCANS, 128L << 20, 2);
        crowd(crowd, 1);
        double out = 160;
        everybody(crowd::down);
        crowd.pass(out);
        everybody(crowd::up);
        crowd.pass(out / 5);

        double all = IntStream.range(0, CROWD)
                .mapToDouble(i -> crowd.behind("d" + i))
                .average()
                .orElseThrow();
        assertThat(all).isLessThan(out / 2);
        assertThat(crowd.behind("d0")).isLessThan(1.25 * all);
    }

    @Test
    void whoIsNearTheHead_waitsForNoCrowdFarBehind() {
        Crowd crowd = crowd(128L << 20);
        everybody(crowd::down);
        crowd.pass(60);
        crowd.add("late", 0.01, 3);
        crowd.pass(10);
        crowd.down("late");
        crowd.pass(2);
        everybody(crowd::up);
        crowd.up("late");

        assertThat(crowd.untilLive("late", 60)).isLessThan(2);
        assertThat(crowd.detached()).isGreaterThan(CROWD / 2);
    }

    @Test
    void slowOnesFarBehind_holdNobodyBack() {
        Crowd crowd = new Crowd(SCANS, 256L << 20);
        IntStream.range(0, SLOW).forEach(i -> crowd.add("slow" + i, 0.002, 0.9));
        crowd.add("fast", 0.01, 3);
        for (int i = 0; i < SLOW; i++) {
            crowd.down("slow" + i);
            crowd.pass(2);
        }
        crowd.down("fast");
        double out = 20;
        crowd.pass(out);
        IntStream.range(0, SLOW).forEach(i -> crowd.up("slow" + i));
        crowd.up("fast");

        assertThat(crowd.untilLive("fast", 10 * out)).isLessThan(out / 2);
        assertThat(crowd.detached()).isGreaterThan(SLOW / 2);
    }

    @Test
    void alone_theLogIsReadOnce() {
        Crowd crowd = new Crowd(SCANS, 256L << 20);
        crowd.add("d0", 0.02, 3);
        crowd.pass(1);
        crowd.down("d0");
        double out = 60;
        crowd.pass(out);
        crowd.up("d0");

        double took = crowd.untilAllLive(out);
        assertThat(crowd.lanes.scanned() * Crowd.SAMPLE / (Crowd.PER_SECOND * (out + took)))
                .isBetween(0.95, 1.05);
    }

    /** They get nine in ten of all events, some of them thirty times as many as others. */
    private static Crowd crowd(long memory) {
        Crowd crowd = new Crowd(SCANS, memory);
        crowd(crowd, 0.7);
        return crowd;
    }

    private static void crowd(Crowd crowd, double skew) {
        double sum = IntStream.range(0, CROWD).mapToDouble(i -> weight(i, skew)).sum();
        for (int i = 0; i < CROWD; i++) {
            crowd.add("d" + i, 0.9 * weight(i, skew) / sum, 3);
        }
    }

    private static double weight(int place, double skew) {
        return Math.pow(place + 1.0, -skew);
    }

    private static void everybody(Consumer<String> does) {
        IntStream.range(0, CROWD).forEach(i -> does.accept("d" + i));
    }
}

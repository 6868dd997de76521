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
        assertThat(crowd.lane.detached()).isGreaterThan(CROWD / 2);
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
        assertThat(crowd.lane.detached()).isGreaterThan(SLOW / 2);
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
        double sum = IntStream.range(0, CROWD).mapToDouble(SweeperTest::weight).sum();
        for (int i = 0; i < CROWD; i++) {
            crowd.add("d" + i, 0.9 * weight(i) / sum, 3);
        }
        return crowd;
    }

    private static double weight(int place) {
        return Math.pow(place + 1.0, -0.7);
    }

    private static void everybody(Consumer<String> does) {
        IntStream.range(0, CROWD).forEach(i -> does.accept("d" + i));
    }
}

package dev.centrifuge.tools.load.shape;

import dev.centrifuge.tools.load.Pace;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Shapes in virtual time: when is which event due. */
class ShapesTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final double SECOND = 1e9;

    @Test
    void constant_isEvenlySpaced() {
        Curve curve = parse("constant", 100);
        Pace.Open plain = new Pace.Open(100);
        assertThat(curve.total()).isEqualTo(1_000);
        for (int n = 0; n < 1_000; n++) {
            assertThat(curve.due(n)).isCloseTo(plain.due(n), within(1L));
        }
        assertThat(curve.due(1_000)).isEqualTo(curve.nanos());
        assertThat(curve.due(Long.MAX_VALUE / 4)).isEqualTo(curve.nanos());
    }

    @Test
    void ramp_growsWithTheSquareOfTime() {
        Curve curve = parse("ramp:from=0,to=200", 1);
        assertThat(curve.total()).isEqualTo(1_000);
        // 10 t² are due by t, so the 250th is at half time.
        assertThat(curve.due(250) / SECOND).isCloseTo(5, within(1e-6));
        assertThat(curve.due(0)).isZero();
        assertThat(curve.countBy(2_000_000_000L)).isCloseTo(40, within(1e-6));
    }

    @Test
    void ramp_mayFall() {
        Curve curve = parse("ramp:from=200,to=100", 1);
        assertThat(curve.total()).isEqualTo(1_500);
        assertThat(inWindow(curve, 0, 1)).isBetween(194L, 196L);
        assertThat(inWindow(curve, 9, 10)).isBetween(104L, 106L);
    }

    @Test
    void steps_goUpOneByOne() {
        Curve curve = parse("step:from=100,to=500,steps=5", 1);
        for (int step = 0; step < 5; step++) {
            assertThat(inWindow(curve, 2 * step, 2 * step + 2)).isEqualTo(200L * (step + 1));
        }
    }

    @Test
    void bursts_comeAtTheEndOfEachPeriod() {
        Curve curve = parse("burst:rate=1000,every=5s,for=1s", 10);
        assertThat(inWindow(curve, 0, 4)).isEqualTo(40);
        assertThat(inWindow(curve, 4, 5)).isEqualTo(1_000);
        assertThat(inWindow(curve, 5, 9)).isEqualTo(40);
        assertThat(inWindow(curve, 9, 10)).isEqualTo(1_000);
    }

    @Test
    void warmup_comesFirst_atTheRateThatFollows() {
        Curve curve = Shapes.parse("step:from=50,to=100,steps=2", 1, Duration.ofSeconds(4), TEN_SECONDS);
        assertThat(inWindow(curve, 0, 4)).isEqualTo(200);
        assertThat(inWindow(curve, 4, 9)).isEqualTo(250);
        assertThat(curve.nanos()).isEqualTo(14_000_000_000L);
    }

    @Test
    void due_isTheInverseOfTheCount_inEveryShape() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] shapes = {"constant", "ramp:from=7,to=900", "ramp:from=900,to=3", "step:steps=7", "burst:rate=5000"};
        for (String shape : shapes) {
            Curve curve = parse(shape, 1 + random.nextInt(3_000)).dividedBy(1 + random.nextInt(50));
            long before = 0;
            for (long n = 0; n < curve.total(); n++) {
                long due = curve.due(n);
                assertThat(due).as("%s, seed %d", shape, seed).isBetween(before, curve.nanos() - 1);
                assertThat(curve.countBy(due))
                        .as("%s at %d, seed %d", shape, n, seed)
                        .isCloseTo(n, within(1e-3));
                before = due;
            }
        }
    }

    @Test
    void batches_areAFractionOfTheEvents() {
        assertThat(parse("constant", 1_000).dividedBy(100).total()).isEqualTo(100);
    }

    @Test
    void nonsense_isRefusedInWords() {
        assertThatThrownBy(() -> parse("zigzag", 1))
                .hasMessage("'zigzag' is not a shape; there are constant, ramp, step, burst");
        assertThatThrownBy(() -> parse("ramp:form=1", 1))
                .hasMessage("shape ramp has no setting 'form'; it has from, to");
        assertThatThrownBy(() -> parse("constant", 0)).hasMessage("a rate is above 0");
        assertThatThrownBy(() -> parse("step:steps=1", 9))
                .hasMessageContaining("expected a whole number from 2 to 1000");
        assertThatThrownBy(() -> parse("burst:every=1s,for=1s", 1)).hasMessageContaining("shorter than every");
        assertThatThrownBy(() -> Shapes.parse("constant", 1, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("longer than nothing");
    }

    private static Curve parse(String text, double rate) {
        return Shapes.parse(text, rate, Duration.ZERO, TEN_SECONDS);
    }

    /** How many are due from one second on and before another. */
    private static long inWindow(Curve curve, int from, int to) {
        long count = 0;
        for (long n = 0; n < curve.total(); n++) {
            double due = curve.due(n) / SECOND;
            count += due >= from - 1e-7 && due < to - 1e-7 ? 1 : 0;
        }
        return count;
    }
}

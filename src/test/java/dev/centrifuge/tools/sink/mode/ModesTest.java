package dev.centrifuge.tools.sink.mode;

import dev.centrifuge.tools.sink.mode.Reply.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModesTest {
    /** Monotonic clocks may start anywhere, also below zero. */
    private static final long START = -5_000_000_000L;

    @Test
    void plainModes_answerAlwaysTheSame() {
        assertThat(mode("ok").reply(START)).isEqualTo(Answer.of(200));
        assertThat(mode("down").reply(START)).isEqualTo(Answer.of(500));
        assertThat(mode("down:status=502").reply(START)).isEqualTo(Answer.of(502));
        assertThat(mode("gone").reply(START)).isEqualTo(Answer.of(410));
        assertThat(mode("bad").reply(START)).isEqualTo(Answer.of(400));
        assertThat(mode("reset").reply(START)).isEqualTo(new Reply.Reset());
        assertThat(mode("hang").reply(START)).isEqualTo(new Reply.Hang());
        assertThat(mode("flood").reply(START)).isEqualTo(new Reply.Flood());
        assertThat(mode("drip:every=2s").reply(START)).isEqualTo(new Reply.Drip(2_000));
        assertThat(mode("redirect:to=/x").reply(START)).isEqualTo(new Reply.Redirect("/x"));
    }

    @Test
    void slow_staysWithinDelayAndJitter() {
        Mode slow = mode("slow:delay=100ms,jitter=50ms");
        Map<Long, Integer> delays = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            Answer answer = (Answer) slow.reply(START);
            assertThat(answer.status()).isEqualTo(200);
            delays.merge(answer.delayMillis(), 1, Integer::sum);
        }
        assertThat(delays.keySet())
                .allMatch(delay -> delay >= 100 && delay <= 150)
                .hasSize(51);
    }

    @Test
    void flaky_failsTheRatio() {
        Mode flaky = mode("flaky:ratio=25%,status=500");
        int failed = 0;
        for (int i = 0; i < 10_000; i++) {
            failed += ((Answer) flaky.reply(START)).status() == 500 ? 1 : 0;
        }
        assertThat(failed).isBetween(2_300, 2_700);
    }

    @Test
    void picky_failsTheSameEventsAlways_andSoManyOfThem() {
        Mode picky = mode("picky:ratio=30%,status=502");
        int failed = 0;
        for (int i = 0; i < 10_000; i++) {
            String id = "load-run-%012d-%012d".formatted(i, i / 2);
            Reply first = picky.reply(START, id);
            assertThat(picky.reply(START + 1_000_000_000L * i, id)).isEqualTo(first);
            failed += first.equals(Answer.of(502)) ? 1 : 0;
        }
        assertThat(failed).isBetween(2_800, 3_200);
        assertThat(Modes.takes("picky")).isTrue();
    }

    @Test
    void flap_isUpThenDownThenUp() {
        Mode flap = mode("flap:up=10s,down=5s");
        assertThat(flap.reply(START)).isEqualTo(Answer.of(200));
        assertThat(flap.reply(after(9_999))).isEqualTo(Answer.of(200));
        assertThat(flap.reply(after(10_000))).isEqualTo(Answer.of(503));
        assertThat(flap.reply(after(14_999))).isEqualTo(Answer.of(503));
        assertThat(flap.reply(after(15_000))).isEqualTo(Answer.of(200));
    }

    @Test
    void limit_takesTheRate_thenSaysWhenToComeBack() {
        Mode limit = mode("limit:rate=2,per=3s");
        assertThat(limit.reply(START)).isEqualTo(Answer.of(200));
        assertThat(limit.reply(after(1))).isEqualTo(Answer.of(200));
        assertThat(limit.reply(after(500))).isEqualTo(new Answer(429, 3, 0));
        assertThat(limit.reply(after(2_999))).isEqualTo(new Answer(429, 1, 0));
        assertThat(limit.reply(after(3_000))).isEqualTo(Answer.of(200));
        assertThat(limit.reply(after(7_000))).isEqualTo(Answer.of(200));
        assertThat(limit.reply(after(7_100))).isEqualTo(Answer.of(200));
        assertThat(limit.reply(after(7_200))).isEqualTo(new Answer(429, 2, 0));
    }

    @Test
    void defaults_fillWhatTheSpecLeavesOut() {
        Mode slow = Modes.parse("slow:jitter=0ms", Map.of("delay", "5ms", "rate", "7"), new Random(1));
        assertThat(slow.reply(START)).isEqualTo(new Answer(200, 0, 5));
    }

    @Test
    void wrongSpecs_areRefusedWithWhatIsExpected() {
        assertThatThrownBy(() -> mode("sideways"))
                .hasMessageContaining("'sideways'")
                .hasMessageContaining("flap");
        assertThatThrownBy(() -> mode("slow:dealy=1s"))
                .hasMessageContaining("'dealy'")
                .hasMessageContaining("delay");
        assertThatThrownBy(() -> mode("slow:delay=fast"))
                .hasMessageContaining("'fast'")
                .hasMessageContaining("250ms");
        assertThatThrownBy(() -> mode("slow:delay")).hasMessageContaining("key=value");
        assertThatThrownBy(() -> mode("limit:rate=0"))
                .hasMessageContaining("'0'")
                .hasMessageContaining("from 1");
        assertThatThrownBy(() -> mode("down:status=x"))
                .hasMessageContaining("'x'")
                .hasMessageContaining("599");
        assertThatThrownBy(() -> mode("flaky:ratio=2")).hasMessageContaining("'2'");
        assertThatThrownBy(() -> mode("flaky:ratio=half")).hasMessageContaining("'half'");
    }

    private static long after(long millis) {
        return START + MILLISECONDS.toNanos(millis);
    }

    private static Mode mode(String text) {
        return Modes.parse(text, Map.of(), new Random(1));
    }
}

package dev.centrifuge.dispatch;

import dev.centrifuge.dispatch.Wakeups.Sleeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WakeupsTest {
    private final List<Long> alarms = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();
    private final Wakeups wakeups = new Wakeups(alarms::add);
    private final Sleeper a = new Sleeper(() -> woken.add("a"));
    private final Sleeper b = new Sleeper(() -> woken.add("b"));

    @Test
    void wakes_whoIsDue_once() {
        wakeups.sleep(a, 10);
        wakeups.sleep(b, 20);
        wakeups.wake(9);
        assertThat(woken).isEmpty();
        wakeups.wake(10);
        wakeups.wake(15);
        assertThat(woken).containsExactly("a");
        wakeups.wake(20);
        assertThat(woken).containsExactly("a", "b");
        alarms.clear();
        wakeups.wake(1_000);
        assertThat(woken).hasSize(2);
        assertThat(alarms).as("nobody sleeps").isEmpty();
    }

    @Test
    void earlier_overtakes_andLaterIsHeardWhenAwake() {
        wakeups.sleep(a, 50);
        wakeups.sleep(a, 10);
        wakeups.sleep(a, 70);
        assertThat(alarms).containsExactly(50L, 10L);
        wakeups.wake(10);
        wakeups.wake(60);
        assertThat(woken).containsExactly("a");
    }

    @Test
    void never_isNeverToldOfAnAlarm() {
        wakeups.sleep(a, Wakeups.NEVER);
        assertThat(alarms).isEmpty();
    }

    @Test
    void whoSleepsAgainAtOnce_isNotWokenForEver() {
        Sleeper[] restless = new Sleeper[1];
        restless[0] = new Sleeper(() -> {
            woken.add("again");
            wakeups.sleep(restless[0], 0);
        });
        wakeups.sleep(restless[0], 0);
        wakeups.wake(5);
        assertThat(woken).containsExactly("again");
        assertThat(alarms).last().isEqualTo(0L);
    }

    /** Nobody oversleeps: whoever has asked for a time is woken at it, or before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobody_oversleeps(long seed) {
        Random random = new Random(seed);
        long[] wanted = new long[100];
        List<Sleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            int me = i;
            wanted[i] = Long.MAX_VALUE;
            sleepers.add(new Sleeper(() -> wanted[me] = Long.MAX_VALUE));
        }
        for (long now = 0; now < 20_000; now++) {
            int one = random.nextInt(wanted.length);
            long until = now + random.nextInt(500);
            wanted[one] = Math.min(wanted[one], until);
            wakeups.sleep(sleepers.get(one), until);
            wakeups.wake(now);
            for (long time : wanted) {
                assertThat(time > now).as("seed %d", seed).isTrue();
            }
        }
    }
}

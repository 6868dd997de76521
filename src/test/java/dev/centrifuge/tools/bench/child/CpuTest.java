package dev.centrifuge.tools.bench.child;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.condition.OS.LINUX;

class CpuTest {

    @Test
    @EnabledOnOs(LINUX)
    void work_isSeen_inTheProcessAndItsThread() {
        long pid = ProcessHandle.current().pid();
        Cpu before = Cpu.of(pid);
        Thread worker = new Thread(CpuTest::work, "busy-worker-7");
        worker.setDaemon(true);
        worker.start();
        await().until(() -> Cpu.of(pid).since(before).byThread().getOrDefault("busy-worker", 0L) >= 50_000);
        assertThat(Cpu.of(pid).since(before).micros()).isGreaterThanOrEqualTo(50_000);
        worker.interrupt();
    }

    @Test
    void unknownProcess_isUnknown() {
        Cpu none = Cpu.of(Long.MAX_VALUE);
        assertThat(none).isEqualTo(new Cpu(-1, Map.of()));
        assertThat(none.since(none).micros()).isEqualTo(-1);
    }

    private static void work() {
        double sum = 0;
        while (!Thread.currentThread().isInterrupted()) {
            sum += Math.sqrt(sum + 1);
        }
    }
}

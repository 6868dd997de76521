package dev.centrifuge.kafka.write;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@ExtendWith(VertxExtension.class)
class DiskWatermarkTest {

    private static final long MIB = 1 << 20;

    private final DiskWatermark watermark = new DiskWatermark(1_000, 500);

    @Test
    void disk_shedsThenStopsAsItFills() {
        assertThat(watermark.judge(1_000)).isEqualTo(DiskRoom.AMPLE);
        assertThat(watermark.judge(999)).isEqualTo(DiskRoom.SHED);
        assertThat(watermark.judge(500)).isEqualTo(DiskRoom.SHED);
        assertThat(watermark.judge(499)).isEqualTo(DiskRoom.STOP);
        assertThat(watermark.judge(0)).isEqualTo(DiskRoom.STOP);
    }

    @Test
    void disk_mustHaveAQuarterMoreToComeBack() {
        assertThat(watermark.judge(10)).isEqualTo(DiskRoom.STOP);
        assertThat(watermark.judge(620)).isEqualTo(DiskRoom.STOP);
        assertThat(watermark.judge(625)).isEqualTo(DiskRoom.SHED);
        assertThat(watermark.judge(1_240)).isEqualTo(DiskRoom.SHED);
        assertThat(watermark.judge(1_250)).isEqualTo(DiskRoom.AMPLE);
        assertThat(watermark.judge(1_000)).isEqualTo(DiskRoom.AMPLE);
    }

    @Test
    void disk_mayComeBackInOneStep() {
        assertThat(watermark.judge(10)).isEqualTo(DiskRoom.STOP);
        assertThat(watermark.judge(5_000)).isEqualTo(DiskRoom.AMPLE);
    }

    @Test
    void marks_followTheSizeOfTheDisk() {
        assertThat(DiskWatermark.of(64 * MIB).judge(16 * MIB - 1)).isEqualTo(DiskRoom.SHED);
        assertThat(DiskWatermark.of(64 * MIB).judge(8 * MIB - 1)).isEqualTo(DiskRoom.STOP);
        assertThat(DiskWatermark.of(2_000 * MIB).judge(199 * MIB)).isEqualTo(DiskRoom.SHED);
        assertThat(DiskWatermark.of(1 << 50).judge(1024 * MIB)).isEqualTo(DiskRoom.AMPLE);
        assertThatThrownBy(() -> new DiskWatermark(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void probe_followsTheDiskBothWays(Vertx vertx) {
        AtomicLong free = new AtomicLong(5_000);
        AtomicBoolean onLoop = new AtomicBoolean();
        try (DiskProbe probe = new DiskProbe(
                vertx,
                () -> {
                    onLoop.compareAndSet(false, io.vertx.core.Context.isOnEventLoopThread());
                    return free.get();
                },
                watermark)) {
            free.set(900);
            await().until(() -> probe.room() == DiskRoom.SHED);
            free.set(5_000);
            await().until(() -> probe.room() == DiskRoom.AMPLE);
        }
        assertThat(onLoop).isFalse();
    }
}

package dev.centrifuge.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Promise 14, on the packaged jar and a disk of 64 MiB: posts get 503 before the disk is full, deliveries and checkpoints go
 * on, and posts are taken again within 5 s of there being space.
 */
class DiskFullIT {
    private static final long MIB = 1 << 20;

    /** Below it ingest sheds, on a disk of that size. */
    private static final long WATERMARK = 16 * MIB;

    private Scene scene;
    private Disk disk;

    @TempDir
    Path home;

    @BeforeEach
    void mount() throws Exception {
        disk = Disk.memory(home.resolve("disk"), "64m");
        scene = new Scene();
        Conf.embedded(home, disk.path.resolve("kafka"))
                .destination("sink", scene.sink.url("/"))
                .write();
    }

    @AfterEach
    void unmount() throws Exception {
        if (scene != null) {
            scene.close();
            disk.close();
        }
    }

    @Test
    void fullDisk_shedsPosts_andTheyAreTakenAgainWhenThereIsSpace() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            FileStore store = Files.getFileStore(disk.path);
            Path filler = disk.path.resolve("filler");
            fill(filler, store.getUsableSpace() - WATERMARK - 3 * MIB);
            scene.ledger.padding(4_000).pause(Duration.ofMillis(5));
            try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 2, 50)) {
                await().atMost(Scene.PATIENCE).until(() -> refused() > 10);
                long shedWith = store.getUsableSpace();
                int taken = scene.ledger.acknowledged().size();
                scene.awaitAll("/", Scene.PATIENCE);
                assertThat(shedWith).as("bytes free when posts were refused").isBetween(4 * MIB, WATERMARK + MIB);
                assertThat(gateway.isAlive()).isTrue();

                Files.delete(filler);
                long freedAt = System.nanoTime();
                scene.ledger.padding(10);
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> scene.ledger.acknowledged().size() > taken);
                long resumed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - freedAt);
                System.out.printf(
                        "full disk: %d events taken, then 503 with %d MiB free; taken again %d ms after there was space%n",
                        taken, shedWith / MIB, resumed);
                scene.awaitMore(1_000, Scene.PATIENCE);
            }
            scene.awaitAll("/", Scene.PATIENCE);
            assertThat(gateway.terminate()).as(gateway.log()).isZero();
            assertThat(gateway.log()).doesNotContain("No space left");
        }
        assertThat(scene.ledger.answers()).allMatch(answer -> answer.status() == 200 || answer.status() == 503);
        assertThat(scene.doubled()).isZero();
    }

    private long refused() {
        return scene.ledger.answers().stream()
                .filter(answer -> answer.status() == 503)
                .count();
    }

    private static void fill(Path file, long bytes) throws IOException {
        byte[] block = new byte[(int) MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }
}

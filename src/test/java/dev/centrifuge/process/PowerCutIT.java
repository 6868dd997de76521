package dev.centrifuge.process;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 2, on the packaged jar: with {@code kafka.embedded.sync} everything acknowledged survives the loss of power. The
 * broker's directory is a file system in a file; a copy of that file, made while the gateway is frozen, is what a disk holds
 * whose machine is gone: what was only in memory is not in it.
 */
class PowerCutIT {
    private static final long SIZE = 256L << 20;

    @TempDir
    Path home;

    @Test
    void everythingAcknowledged_survivesTheLossOfPower_whereTheLogIsSynchronous() throws Exception {
        try (Machine synced = new Machine(home.resolve("synced"), true);
                Machine lazy = new Machine(home.resolve("lazy"), false)) {
            synced.work();
            lazy.work();
            long before = lazy.logged();
            lazy.losePower();
            assertThat(lazy.logged())
                    .as("bytes on the disk of one that does not wait for it: if it loses none, this test shows nothing")
                    .isLessThan(before);
            synced.losePower();
            int acknowledged = synced.scene.ledger.acknowledged().size();
            try (GatewayProcess again = synced.start(true)) {
                assertThat(again.isReady()).as(again.log()).isTrue();
                synced.scene.awaitAll("/", Scene.PATIENCE);
                System.out.printf(
                        "power lost: %d acknowledged, %d lost; one that does not wait for its disk had written %d KiB of %d%n",
                        acknowledged, synced.scene.missing("/").size(), lazy.logged() >> 10, before >> 10);
            }
        }
    }

    /** A gateway that takes events and delivers none, with a disk of its own. */
    private static final class Machine implements AutoCloseable {
        final Scene scene = new Scene();
        private final Path home;
        private final Path image;
        private final boolean sync;
        private Disk disk;

        Machine(Path home, boolean sync) throws Exception {
            this.home = Files.createDirectories(home);
            this.sync = sync;
            this.image = home.resolve("image");
            this.disk = Disk.image(image, SIZE, home.resolve("disk"));
        }

        GatewayProcess start(boolean delivers) throws IOException {
            Conf conf = Conf.embedded(home, disk.path.resolve("kafka"))
                    .destination("sink", scene.sink.url("/"), new JsonObject().put("enabled", delivers));
            (sync ? conf.sync() : conf).write();
            return GatewayProcess.start(home);
        }

        /** Under load until its power fails: it is frozen, its disk is copied, and it is gone. */
        void work() throws Exception {
            Path left = home.resolve("left");
            try (GatewayProcess gateway = start(false)) {
                Ledger.Run load = scene.ledger.run(gateway.ingest(), 2, 20);
                scene.awaitMore(2_000, Scene.PATIENCE);
                gateway.freeze();
                assertThat(Disk.run("cp", "--sparse=always", image.toString(), left.toString()))
                        .isZero();
                gateway.kill();
                load.close();
            }
        }

        /** Its disk is the copy from now on. */
        void losePower() throws Exception {
            disk.close();
            disk = Disk.image(home.resolve("left"), home.resolve("again"));
        }

        /** Bytes of events on its disk. */
        long logged() throws IOException {
            try (Stream<Path> files = Files.walk(disk.path)) {
                return files.filter(file -> file.toString().endsWith(".log")
                                && file.getParent().getFileName().toString().startsWith("centrifuge.events-"))
                        .mapToLong(file -> file.toFile().length())
                        .sum();
            }
        }

        @Override
        public void close() throws Exception {
            disk.close();
            scene.close();
        }
    }
}

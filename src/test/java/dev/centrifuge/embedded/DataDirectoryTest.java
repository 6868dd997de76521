package dev.centrifuge.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataDirectoryTest {

    @TempDir
    Path dir;

    @Test
    void open_keepsTheClustersIdOverRestarts() throws Exception {
        String first;
        try (DataDirectory directory = DataDirectory.open(dir.resolve("a/b"))) {
            first = directory.clusterId();
            assertThat(directory.formatted()).isFalse();
        }
        try (DataDirectory directory = DataDirectory.open(dir.resolve("a/b"))) {
            assertThat(directory.clusterId()).isEqualTo(first);
        }
    }

    @Test
    void open_refusesADirectoryInUseAndNamesTheProcess() throws Exception {
        try (DataDirectory owner = DataDirectory.open(dir)) {
            assertThatThrownBy(() -> DataDirectory.open(dir))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(dir.toString())
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("kafka.embedded.dir");
            assertThat(owner.clusterId()).isNotEmpty();
        }
        DataDirectory.open(dir).close();
    }

    @Test
    void open_refusesWhatSomebodyElseWrote() throws Exception {
        Files.writeString(dir.resolve("meta.properties"), "cluster.id=other\n");
        assertThatThrownBy(() -> DataDirectory.open(dir))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("was not made by Centrifuge");
        Files.delete(dir.resolve("meta.properties"));
        Files.writeString(dir.resolve(".kafka_cleanshutdown"), "");
        DataDirectory.open(dir).close();
    }

    @Test
    void open_refusesAnotherFormat() throws Exception {
        Files.writeString(dir.resolve("centrifuge.format"), "centrifuge-embedded-kafka-9 abc\n");
        assertThatThrownBy(() -> DataDirectory.open(dir))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("'centrifuge-embedded-kafka-9'")
                .hasMessageContaining("expected 'centrifuge-embedded-kafka-1'");
    }

    @Test
    void open_refusesAFileInItsPlace() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be used");
    }
}

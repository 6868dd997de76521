package dev.centrifuge.flow.job;

import dev.centrifuge.flow.job.Letter.Place;
import dev.centrifuge.flow.job.Redriven.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RedrivenTest {
    private final Redriven redriven = new Redriven();

    @Test
    void knows_the_last_job_of_each_letter() {
        redriven.mark("j1", List.of(new Place(0, 5), new Place(1, 5_000)));
        redriven.mark("j2", List.of(new Place(0, 5)));

        assertThat(redriven.by(new Place(0, 5))).isEqualTo("j2");
        assertThat(redriven.by(new Place(1, 5_000))).isEqualTo("j1");
        assertThat(redriven.by(new Place(0, 6))).isNull();
        assertThat(redriven.by(new Place(2, 5))).isNull();
    }

    @Test
    void what_is_recorded_is_restored() {
        redriven.mark("j1", List.of(new Place(0, 5), new Place(0, 6)));
        Map<ChunkId, byte[]> chunks = redriven.mark("j2", List.of(new Place(0, 6), new Place(0, Redriven.CHUNK)));

        Redriven other = new Redriven();
        chunks.forEach(other::restore);

        assertThat(chunks.keySet()).containsExactlyInAnyOrder(new ChunkId(0, 0), new ChunkId(0, 1));
        assertThat(other.by(new Place(0, 5))).isEqualTo("j1");
        assertThat(other.by(new Place(0, 6))).isEqualTo("j2");
        assertThat(other.by(new Place(0, Redriven.CHUNK))).isEqualTo("j2");
        other.restore(new ChunkId(0, 0), null);
        assertThat(other.by(new Place(0, 5))).isNull();
        assertThat(ChunkId.parse(new ChunkId(3, 17).toString())).isEqualTo(new ChunkId(3, 17));
    }

    @Test
    void a_chunk_is_small() {
        List<Place> all = new ArrayList<>();
        for (int i = 0; i < Redriven.CHUNK; i += 2) {
            all.add(new Place(0, i));
        }
        assertThat(redriven.mark("j1", all).values()).allMatch(chunk -> chunk.length < 600);
    }

    @Test
    void goes_with_its_letters() {
        redriven.mark("j1", List.of(new Place(0, 5), new Place(0, 2L * Redriven.CHUNK)));

        assertThat(redriven.trim(0, 100)).isEmpty();
        assertThat(redriven.trim(0, Redriven.CHUNK + 1L)).containsExactly(new ChunkId(0, 0));
        assertThat(redriven.by(new Place(0, 5))).isNull();
        assertThat(redriven.by(new Place(0, 2L * Redriven.CHUNK))).isEqualTo("j1");
    }

    @Test
    void another_version_is_refused() {
        assertThatThrownBy(() -> redriven.restore(new ChunkId(0, 0), new byte[] {9}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

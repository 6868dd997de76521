package dev.centrifuge.flow.job;

import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters were redriven, and by which job last: so that the next one leaves them out. Chunks of {@value #CHUNK}
 * offsets, for each job in it a bit an offset; a chunk goes when its letters do, so this is bounded by what {@code dead} holds:
 * half a KiB a chunk and job.
 *
 * <p>Thread-safe.
 */
public final class Redriven {
    static final int CHUNK = 4_096;
    private static final int VERSION = 1;

    // Guarded by this.
    private final Map<Integer, TreeMap<Long, Map<String, BitSet>>> partitions = new HashMap<>();

    /** A chunk's name in {@code state}: {@code <partition>/<number>}. */
    public record ChunkId(int partition, long number) {

        static ChunkId of(Letter.Place place) {
            return new ChunkId(place.partition(), place.offset() / CHUNK);
        }

        @Override
        public String toString() {
            return partition + "/" + number;
        }

        public static ChunkId parse(String text) {
            int slash = text.indexOf('/');
            return new ChunkId(Integer.parseInt(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
        }
    }

    /** The job that redrove a letter last, or null. */
    public synchronized @Nullable String by(Letter.Place place) {
        TreeMap<Long, Map<String, BitSet>> chunks = partitions.get(place.partition());
        Map<String, BitSet> jobs = chunks == null ? null : chunks.get(place.offset() / CHUNK);
        if (jobs != null) {
            for (Map.Entry<String, BitSet> job : jobs.entrySet()) {
                if (job.getValue().get((int) (place.offset() % CHUNK))) {
                    return job.getKey();
                }
            }
        }
        return null;
    }

    /** A job has redriven these. @return the chunks that changed, as they are now */
    public synchronized Map<ChunkId, byte[]> mark(String job, List<Letter.Place> places) {
        Map<ChunkId, byte[]> changed = new LinkedHashMap<>();
        for (Letter.Place place : places) {
            int bit = (int) (place.offset() % CHUNK);
            Map<String, BitSet> jobs = partitions
                    .computeIfAbsent(place.partition(), p -> new TreeMap<>())
                    .computeIfAbsent(place.offset() / CHUNK, c -> new LinkedHashMap<>());
            jobs.values().forEach(bits -> bits.clear(bit));
            jobs.computeIfAbsent(job, j -> new BitSet()).set(bit);
            jobs.values().removeIf(BitSet::isEmpty);
            changed.put(ChunkId.of(place), new byte[0]);
        }
        changed.replaceAll((id, nothing) -> encode(id));
        return changed;
    }

    private byte[] encode(ChunkId id) {
        Map<String, BitSet> jobs =
                partitions.getOrDefault(id.partition(), new TreeMap<>()).getOrDefault(id.number(), Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(VERSION);
        Varints.write(out, jobs.size());
        jobs.forEach((job, bits) -> {
            byte[] bytes = bits.toByteArray();
            Varints.write(out, job);
            Varints.write(out, bytes.length);
            out.writeBytes(bytes);
        });
        return out.toByteArray();
    }

    /** A chunk as it was recorded; null where it is gone. */
    public synchronized void restore(ChunkId id, byte @Nullable [] chunk) {
        TreeMap<Long, Map<String, BitSet>> chunks = partitions.computeIfAbsent(id.partition(), p -> new TreeMap<>());
        if (chunk == null) {
            chunks.remove(id.number());
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(chunk);
        if (in.get() != VERSION) {
            throw new IllegalArgumentException("redriven letters of an unknown version");
        }
        Map<String, BitSet> jobs = new LinkedHashMap<>();
        for (int left = Varints.readCount(in); left > 0; left--) {
            jobs.put(Varints.readText(in), BitSet.valueOf(Varints.readBytes(in)));
        }
        chunks.put(id.number(), jobs);
    }

    /** The letters below {@code start} are gone. @return the chunks that hold no others, and are forgotten */
    public synchronized List<ChunkId> trim(int partition, long start) {
        TreeMap<Long, Map<String, BitSet>> chunks = partitions.getOrDefault(partition, new TreeMap<>());
        Map<Long, Map<String, BitSet>> old = chunks.headMap(start / CHUNK);
        List<ChunkId> gone = old.keySet().stream()
                .map(number -> new ChunkId(partition, number))
                .toList();
        for (Iterator<Long> each = old.keySet().iterator(); each.hasNext(); ) {
            each.next();
            each.remove();
        }
        return gone;
    }
}

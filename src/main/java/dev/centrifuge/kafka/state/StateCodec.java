package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Progress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Progress as records of {@code state}. Partition i of it speaks of partition i of every topic that is read, unless one reader has
 * them all, and its records are together ({@link StateRecords}):
 *
 * <pre>
 *   key  mark/&lt;topic&gt;            value  the head: the mark, and what changed lately; it commits ({@link Head})
 *   key  epoch/&lt;topic&gt;           value  the leader epoch of the record before the mark, in decimal digits
 *   key  open/&lt;topic&gt;/&lt;chunk&gt;    value  open legs of 1,024 offsets; none: a tombstone
 *   key  cursor/&lt;topic&gt;/&lt;scope&gt;  value  a detached scope's mark and how many legs it has behind it; none: a tombstone
 *   key  suppressed/&lt;topic&gt;/&lt;chunk&gt;  value  which of 4,096 offsets are duplicates ({@link SuppressedCodec})
 *   key  counts/&lt;topic&gt;/&lt;page&gt;   value  rows of the funnel, before what the head adds to them ({@link Pages})
 *   key  names/&lt;topic&gt;           value  ids by number ({@link Names})
 *   key  part/&lt;topic&gt;/&lt;number&gt;   value  of a head that is too large for one record ({@link Parts})
 * </pre>
 *
 * <p>What a head lists counts, whatever the chunk's or the cursor's own record says ({@link Shelf}).
 */
public final class StateCodec {
    static final String HEAD = "mark/";
    static final String OPEN = "open/";
    static final String CURSOR = "cursor/";
    static final String COUNTS = "counts/";
    static final String NAMES = "names/";
    static final String PART = "part/";
    static final String EPOCH = "epoch/";

    private StateCodec() {}

    /** The record of the leader epoch that the record before the mark is of. Versions that know none leave it alone. */
    public static ProducerRecord<byte[], byte[]> epoch(String stateTopic, TopicPartition read, int epoch) {
        return new StateRecords(stateTopic, read, false).epoch(epoch);
    }

    private static CursorState cursor(byte[] value) {
        // Before the funnel knew it, a cursor said beside its mark how many legs it was left.
        String[] numbers = new String(value, StandardCharsets.US_ASCII).split(" ", 3);
        return new CursorState(Long.parseLong(numbers[0]), numbers.length > 1 ? Long.parseLong(numbers[1]) : 0);
    }

    /** Whether a record of that key may bear on {@link Restorer#counts}. */
    public static boolean ofCounts(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        // What is open bears on it, too: a head says nothing of rows that are as is to be expected from that.
        return Stream.of(HEAD, COUNTS, OPEN, NAMES, PART).anyMatch(text::startsWith);
    }

    /** What {@code state} says of one topic's partition. */
    private static final class Found {
        byte @Nullable [] record;
        byte @Nullable [] names;
        final Map<Long, byte[]> chunks = new HashMap<>();
        final Map<Scope, CursorState> cursors = new HashMap<>();
        final Map<Long, byte[]> parts = new HashMap<>();
        final Map<Long, byte[]> counts = new HashMap<>();

        Head head() {
            byte[] commits = record;
            return commits == null ? Head.NOTHING : Head.decode(Parts.whole(commits, parts), new Names(names));
        }

        Progress progress(Head head) {
            Map<Long, byte[]> all = new HashMap<>(chunks);
            head.chunks().forEach((index, bytes) -> Restorer.put(all, index, bytes));
            return Progress.restored(head.mark(), all);
        }

        Pages pages(Names known) {
            Head head = head();
            return new Pages(counts, head, progress(head).openByDestination(), cursors(head), known);
        }

        Map<Scope, CursorState> cursors(Head head) {
            Map<Scope, CursorState> all = new HashMap<>(cursors);
            head.cursors().forEach((scope, state) -> Restorer.put(all, scope, state));
            return all;
        }

        Book book(TopicPartition read, boolean together) {
            byte[] commits = record == null ? new byte[0] : record;
            Parts left = new Parts(parts.keySet(), commits);
            Names known = new Names(names);
            Head head = head();
            return new Book(
                    read, together, head, cursors(head), chunks.keySet(), cursors.keySet(), pages(known), known, left);
        }
    }

    /** What one partition of {@code state} says, by topic, record by record. */
    public static final class Restorer {
        private static final Found NOTHING = new Found();

        private final Map<String, Found> found = new HashMap<>();
        private final SuppressedCodec.Restorer suppressed = new SuppressedCodec.Restorer();
        private final Map<String, Integer> epochs = new HashMap<>();
        private final boolean together;

        /** The topics of which what is known is elsewhere, and stays there. */
        private final Set<String> elsewhere = new HashSet<>();

        /** Records of topics that are elsewhere and are to come here, by topic and key. */
        private final Map<String, Map<String, byte[]>> coming = new HashMap<>();

        /** Of records that are in the partition that they speak of. */
        public Restorer() {
            this(false);
        }

        /** @param together whether the records are, and those that follow are to be, with those of all other partitions */
        Restorer(boolean together) {
            this.together = together;
        }

        /** Whether any lane is on record. */
        boolean begun() {
            return found.values().stream().anyMatch(of -> of.record != null);
        }

        private boolean begun(String topic) {
            return found.getOrDefault(topic, NOTHING).record != null;
        }

        /** Takes what the records in another place say of the topics of which those in this one say nothing. They stay there. */
        void adopt(Restorer other) {
            for (String topic : other.topics()) {
                if (other.begun(topic) && !begun(topic)) {
                    found.put(topic, other.of(topic));
                    suppressed.adopt(topic, other.suppressed);
                    epochs.remove(topic);
                    other.epoch(topic).ifPresent(epoch -> epochs.put(topic, epoch));
                    elsewhere.add(topic);
                }
            }
        }

        /**
         * What was adopted is to come here.
         *
         * @param records the other place's, by key
         */
        void move(Map<String, byte[]> records) {
            records.forEach((key, value) -> coming.computeIfAbsent(topic(key), t -> new LinkedHashMap<>())
                    .put(key, value));
            coming.keySet().retainAll(elsewhere);
            elsewhere.clear();
        }

        /** The records that bring here what is known of a topic's partition: none where it is here, or stays where it is. */
        List<ProducerRecord<byte[], byte[]>> coming(String stateTopic, TopicPartition read) {
            return coming.getOrDefault(read.topic(), Map.of()).entrySet().stream()
                    .map(each -> new ProducerRecord<>(
                            stateTopic,
                            read.partition(),
                            each.getKey().getBytes(StandardCharsets.UTF_8),
                            each.getValue()))
                    .toList();
        }

        /** All keys have it in the same place. */
        private static String topic(String key) {
            return key.split("/", 3)[1];
        }

        /** Keys of other kinds are left alone: a newer version may have written them. */
        public void accept(byte[] key, byte @Nullable [] value) {
            suppressed.accept(key, value);
            String text = new String(key, StandardCharsets.UTF_8);
            if (text.startsWith(HEAD)) {
                of(text.substring(HEAD.length())).record = value;
            } else if (text.startsWith(NAMES)) {
                of(text.substring(NAMES.length())).names = value;
            } else if (text.startsWith(EPOCH) && value != null) {
                epochs.put(
                        text.substring(EPOCH.length()), Integer.parseInt(new String(value, StandardCharsets.US_ASCII)));
            } else if (text.startsWith(OPEN)) {
                int slash = text.indexOf('/', OPEN.length());
                put(of(text.substring(OPEN.length(), slash)).chunks, Long.parseLong(text.substring(slash + 1)), value);
            } else if (text.startsWith(COUNTS)) {
                int slash = text.indexOf('/', COUNTS.length());
                put(
                        of(text.substring(COUNTS.length(), slash)).counts,
                        Long.parseLong(text.substring(slash + 1)),
                        value);
            } else if (text.startsWith(PART)) {
                int slash = text.indexOf('/', PART.length());
                put(of(text.substring(PART.length(), slash)).parts, Long.parseLong(text.substring(slash + 1)), value);
            } else if (text.startsWith(CURSOR)) {
                int slash = text.indexOf('/', CURSOR.length());
                CursorState state = value == null ? null : cursor(value);
                put(of(text.substring(CURSOR.length(), slash)).cursors, Scope.parse(text.substring(slash + 1)), state);
            }
        }

        private Found of(String topic) {
            return found.computeIfAbsent(topic, t -> new Found());
        }

        private static <K, V> void put(Map<K, V> all, K key, @Nullable V value) {
            if (value == null) {
                all.remove(key);
            } else {
                all.put(key, value);
            }
        }

        /** The committed progress of a topic's partition, or null where it was never read. */
        public @Nullable Progress progress(String topic) {
            Found of = found.getOrDefault(topic, NOTHING);
            if (of.record == null) {
                return null;
            }
            return of.progress(of.head());
        }

        /**
         * The committed rows of the funnel of a topic's partition.
         *
         * @throws IllegalArgumentException where a record is broken, or is of another version
         */
        public List<Row> counts(String topic) {
            Found of = found.getOrDefault(topic, NOTHING);
            return of.pages(new Names(of.names)).rows();
        }

        /** The topics of which something is known. */
        public Set<String> topics() {
            return Set.copyOf(found.keySet());
        }

        /** The committed chunks of suppressed offsets of a topic's partition. */
        public Map<Long, byte[]> suppressed(String topic) {
            return suppressed.chunks(topic);
        }

        /** The leader epoch of the record before the mark, where it is known. */
        public OptionalInt epoch(String topic) {
            Integer epoch = epochs.get(topic);
            return epoch == null ? OptionalInt.empty() : OptionalInt.of(epoch);
        }

        /** The committed cursors of a topic's partition. */
        public Map<Scope, CursorState> cursors(String topic) {
            Found of = found.getOrDefault(topic, NOTHING);
            return of.cursors(of.head());
        }

        /** What is on record, for whoever writes on, where it is. */
        Book book(TopicPartition read) {
            boolean there = together != elsewhere.contains(read.topic());
            return found.getOrDefault(read.topic(), NOTHING).book(read, there);
        }
    }
}

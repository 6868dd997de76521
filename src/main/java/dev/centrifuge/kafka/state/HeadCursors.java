package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cursors that a head lists. Most are of few sources, and those that one sweep carries have one mark: so they come in groups.
 *
 * <pre>
 *   n × group: kind (0 whole, 1 pair, 2 user; + 4 where they are no more)   source, unless whole
 *              m × (mark   n destinations, each with the key of a user where it is one)
 * </pre>
 *
 * <p>A group's marks grow, each as the distance from the one before, the first from the head's; where cursors are no more, it is 0.
 * Twice that, and 1 where the mark is of more than one cursor, of how many less two is then said.
 */
final class HeadCursors {
    private static final int GONE = 4;

    /** Cursors at one mark; those of destinations whose numbers follow each other are so few bytes that these are no bound. */
    private static final int MOST = 1 << 24;

    /** What a group has in common. */
    private record Group(int kind, @Nullable String source) {
        static Group of(Scope scope, @Nullable CursorState state) {
            int kind = scope.source() == null ? 0 : scope.key() == null ? 1 : 2;
            return new Group(kind + (state == null ? GONE : 0), scope.source());
        }
    }

    private HeadCursors() {}

    static void write(ByteArrayOutputStream out, long mark, Map<Scope, @Nullable CursorState> cursors, Names names) {
        Map<Group, TreeMap<Long, List<Scope>>> groups = new LinkedHashMap<>();
        cursors.forEach((scope, state) -> groups.computeIfAbsent(Group.of(scope, state), group -> new TreeMap<>())
                .computeIfAbsent(state == null ? mark : state.mark(), at -> new ArrayList<>())
                .add(scope));
        Varints.write(out, groups.size());
        groups.forEach((group, marks) -> {
            out.write(group.kind);
            if (group.source != null) {
                names.write(out, group.source);
            }
            Varints.write(out, marks.size());
            writeMarks(out, mark, marks, names);
        });
    }

    private static void writeMarks(ByteArrayOutputStream out, long mark, Map<Long, List<Scope>> marks, Names names) {
        long before = mark;
        for (Map.Entry<Long, List<Scope>> each : marks.entrySet()) {
            List<Scope> scopes = each.getValue();
            Varints.writeSigned(out, 2 * (each.getKey() - before) + (scopes.size() > 1 ? 1 : 0));
            before = each.getKey();
            if (scopes.size() > 1) {
                Varints.write(out, scopes.size() - 2L);
                scopes.sort(Comparator.comparing(scope -> names.rank(scope.destination())));
            }
            names.writeAll(out, scopes.stream().map(Scope::destination).toList());
            for (Scope scope : scopes) {
                if (scope.key() != null) {
                    byte[] key = scope.key().getBytes(StandardCharsets.ISO_8859_1);
                    Varints.write(out, key.length);
                    out.writeBytes(key);
                }
            }
        }
    }

    /** The inverse of {@link #write}. */
    static void read(ByteBuffer in, long mark, Map<Scope, @Nullable CursorState> cursors, Names names) {
        for (int groups = Varints.readCount(in); groups > 0; groups--) {
            int kind = (int) Varints.read(in);
            String source = kind % GONE == 0 ? null : names.read(in);
            long at = mark;
            for (int marks = Varints.readCount(in); marks > 0; marks--) {
                long code = Varints.readSigned(in);
                at += code >> 1;
                int scopes = (code & 1) == 0 ? 1 : Varints.readCount(in, MOST) + 2;
                CursorState state = kind < GONE ? new CursorState(at) : null;
                for (String destination : names.readAll(in, scopes)) {
                    cursors.put(scope(destination, kind, source, in), state);
                }
            }
        }
    }

    /** As version 5 has them: each mark with how many cursors it has, and these one by one. */
    static void readLong(ByteBuffer in, long mark, Map<Scope, @Nullable CursorState> cursors, Names names) {
        for (int groups = Varints.readCount(in); groups > 0; groups--) {
            int kind = (int) Varints.read(in);
            String source = kind % GONE == 0 ? null : names.read(in);
            long at = mark;
            for (int marks = Varints.readCount(in); marks > 0; marks--) {
                at += Varints.readSigned(in);
                CursorState state = kind < GONE ? new CursorState(at) : null;
                for (int scopes = Varints.readCount(in); scopes > 0; scopes--) {
                    cursors.put(scope(names.read(in), kind, source, in), state);
                }
            }
        }
    }

    private static Scope scope(String destination, int kind, @Nullable String source, ByteBuffer in) {
        if (source == null) {
            return Scope.destination(destination);
        }
        return kind % GONE == 2
                ? Scope.key(destination, source, Varints.readBytes(in))
                : Scope.pair(destination, source);
    }

    /** As versions 2 and 4 have them: each with how many legs it had been left, and from where on these were counted for it. */
    static void readOneByOne(ByteBuffer in, long mark, Map<Scope, @Nullable CursorState> cursors, Names names) {
        for (int left = Varints.readCount(in); left > 0; left--) {
            String destination = names.read(in);
            int kind = (int) Varints.read(in);
            Scope scope = scope(destination, kind, kind % GONE == 0 ? null : names.read(in), in);
            CursorState state = null;
            if (kind < GONE) {
                state = new CursorState(mark - Varints.readSigned(in), Varints.read(in));
                Varints.readSigned(in);
            }
            cursors.put(scope, state);
        }
    }
}

package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.lane.CursorState;
import dev.centrifuge.flow.lane.Scope;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cursors that a head lists. Those that one sweep carries have one mark, and most are of few sources: so they come in groups.
 *
 * <pre>
 *   n × group: kind (0 whole, 1 pair, 2 user; + 4 where they are no more)  distance from the mark, unless they are no more
 *              source, unless whole   n × (destination, key of a user)
 * </pre>
 */
final class HeadCursors {
    private static final int GONE = 4;

    /**
     * What a group has in common.
     *
     * @param mark 0 where they are no more
     */
    private record Group(int kind, long mark, @Nullable String source) {
        static Group of(Scope scope, @Nullable CursorState state) {
            int kind = scope.source() == null ? 0 : scope.key() == null ? 1 : 2;
            return new Group(kind + (state == null ? GONE : 0), state == null ? 0 : state.mark(), scope.source());
        }
    }

    private HeadCursors() {}

    static void write(ByteArrayOutputStream out, long mark, Map<Scope, @Nullable CursorState> cursors, Names names) {
        Map<Group, List<Scope>> groups = new LinkedHashMap<>();
        cursors.forEach((scope, state) -> groups.computeIfAbsent(Group.of(scope, state), group -> new ArrayList<>())
                .add(scope));
        Varints.write(out, groups.size());
        groups.forEach((group, scopes) -> {
            out.write(group.kind);
            if (group.kind < GONE) {
                Varints.writeSigned(out, mark - group.mark);
            }
            if (group.source != null) {
                names.write(out, group.source);
            }
            Varints.write(out, scopes.size());
            scopes.forEach(scope -> write(out, scope, names));
        });
    }

    private static void write(ByteArrayOutputStream out, Scope scope, Names names) {
        names.write(out, scope.destination());
        if (scope.key() != null) {
            byte[] key = scope.key().getBytes(StandardCharsets.ISO_8859_1);
            Varints.write(out, key.length);
            out.writeBytes(key);
        }
    }

    /** The inverse of {@link #write}. */
    static void read(ByteBuffer in, long mark, Map<Scope, @Nullable CursorState> cursors, Names names) {
        for (int groups = Varints.readCount(in); groups > 0; groups--) {
            int kind = (int) Varints.read(in);
            CursorState state = kind < GONE ? new CursorState(mark - Varints.readSigned(in)) : null;
            String source = kind % GONE == 0 ? null : names.read(in);
            for (int scopes = Varints.readCount(in); scopes > 0; scopes--) {
                cursors.put(scope(names.read(in), kind, source, in), state);
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

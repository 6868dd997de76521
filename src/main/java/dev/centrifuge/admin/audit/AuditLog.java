package dev.centrifuge.admin.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.centrifuge.admin.http.Items;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #MOST} actions of 90 days, the newest first. Whoever writes one deletes what is too old, or too many, a few
 * at a time: so the record stays bounded though nobody is in charge of that.
 *
 * <p>Thread-safe.
 */
public final class AuditLog {
    static final int MOST = 10_000;
    private static final Duration OLDEST = Duration.ofDays(90);
    private static final int FEW = 10;
    private static final int LONGEST_DETAILS = 8 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final AuditStore store;
    private final RandomGenerator random;
    private final ConcurrentNavigableMap<String, Action> actions = new ConcurrentSkipListMap<>();

    /** @param random tells apart what is done within a millisecond; thread-safe */
    public AuditLog(AuditStore store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    /** A record was read. */
    public void record(String id, byte @Nullable [] value) {
        if (value == null) {
            actions.remove(id);
            return;
        }
        try {
            actions.put(id, JSON.readValue(value, Action.class));
        } catch (IOException e) {
            throw new IllegalArgumentException("not an action", e);
        }
    }

    /**
     * Records an action.
     *
     * @param details left out where it is longer than 8 KiB
     * @return completes from any thread with what was recorded
     */
    public CompletionStage<Action> record(
            Instant now, String who, String action, String target, @Nullable String note, @Nullable JsonNode details) {
        String id = "%012x-%06x".formatted(now.toEpochMilli(), random.nextInt(1 << 24));
        boolean fits = details == null || details.toString().length() <= LONGEST_DETAILS;
        Action done = new Action(id, now.toString(), who, action, target, note, fits ? details : null);
        trim(now);
        return store.put(id, write(done)).thenApply(written -> done);
    }

    private static byte[] write(Action action) {
        try {
            return JSON.writeValueAsBytes(action);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void trim(Instant now) {
        String oldest = "%012x".formatted(now.minus(OLDEST).toEpochMilli());
        List<String> going = new ArrayList<>();
        int over = actions.size() + 1 - MOST;
        for (String id : actions.keySet()) {
            if (going.size() == FEW || (over <= going.size() && id.compareTo(oldest) >= 0)) {
                break;
            }
            going.add(id);
        }
        // Where it fails the next one tries again.
        going.forEach(id -> store.put(id, null));
    }

    /** The newest first, of those before {@code cursor}, or of all. */
    public Items<Action> page(int limit, @Nullable String cursor) {
        Map<String, Action> rest = cursor == null
                ? actions.descendingMap()
                : actions.headMap(cursor, false).descendingMap();
        List<Action> some = rest.values().stream().limit(limit + 1L).toList();
        boolean more = some.size() > limit;
        return new Items<>(
                List.copyOf(some.subList(0, Math.min(limit, some.size()))),
                more ? some.get(limit - 1).id() : null);
    }

    /** The newest ones that were done to a target. */
    public List<Action> of(String target, int limit) {
        return actions.descendingMap().values().stream()
                .filter(action -> action.target().equals(target))
                .limit(limit)
                .toList();
    }
}

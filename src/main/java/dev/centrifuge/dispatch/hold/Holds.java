package dev.centrifuge.dispatch.hold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.shown.Fingerprint;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which destinations are paused or gone. A record each, by the destination's id, and {@code <id>/gone}: ids have no slash. What
 * operators and destinations want at the same time therefore does not collide.
 *
 * <p>A pause holds from when its record is read back, so all nodes agree on the order. That a destination is gone holds at once
 * where it said so, and is written for the others.
 *
 * <p>Thread-safe.
 */
public final class Holds {
    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
    private static final String GONE = "/gone";
    private static final long AGAIN_SECONDS = 10;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HoldStore store;
    private final Ticker ticker;
    private final Executor later;
    private final Map<String, Pause> paused = new ConcurrentHashMap<>();
    private final Map<String, Gone> gone = new ConcurrentHashMap<>();
    private volatile Consumer<String> changed = id -> {};

    public Holds(HoldStore store, Ticker ticker) {
        this(store, ticker, CompletableFuture.delayedExecutor(AGAIN_SECONDS, TimeUnit.SECONDS));
    }

    /** @param later runs something a while later */
    Holds(HoldStore store, Ticker ticker, Executor later) {
        this.store = store;
        this.ticker = ticker;
        this.later = later;
    }

    /** Nothing is paused, and what is gone is known to nobody else, nor after a restart. */
    public static Holds none() {
        return new Holds((id, value) -> CompletableFuture.completedFuture(null), Ticker.system());
    }

    /** @param listener told of each id whose holds may have changed, from any thread */
    public void onChange(Consumer<String> listener) {
        changed = listener;
    }

    /** A record was read. */
    public void record(String id, byte @Nullable [] value) {
        if (id.endsWith(GONE)) {
            keep(gone, id.substring(0, id.length() - GONE.length()), value, Gone.class);
        } else {
            keep(paused, id, value, Pause.class);
        }
    }

    private <T> void keep(Map<String, T> all, String id, byte @Nullable [] value, Class<T> type) {
        if (value == null) {
            all.remove(id);
        } else {
            all.put(id, read(value, type));
        }
        changed.accept(id);
    }

    private static <T> T read(byte[] value, Class<T> type) {
        try {
            return JSON.readValue(value, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName(), e);
        }
    }

    private static byte[] write(Record hold) {
        try {
            return JSON.writeValueAsBytes(hold);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The pause of a destination, or null. */
    public @Nullable Pause paused(String id) {
        return paused.get(id);
    }

    /** That the destination is gone, as far as it is known by this configuration; null where it is not. */
    public @Nullable Gone gone(DestinationConfig config) {
        Gone known = gone.get(config.id());
        return known != null && known.config().equals(Fingerprint.of(config)) ? known : null;
    }

    /** @return completes when it is durable and holds here; where it fails it may hold all the same */
    public CompletionStage<Void> pause(String id, Pause pause) {
        return store.put(id, write(pause));
    }

    /** Ends a pause, and forgets that the destination is gone. */
    public CompletionStage<Void> resume(String id) {
        CompletionStage<Void> resumed = store.put(id, null);
        return gone.containsKey(id) ? resumed.thenCompose(done -> store.put(id + GONE, null)) : resumed;
    }

    /** A destination answered that it is gone. Kept here at once; written as soon as that can be done. */
    public void gone(DestinationConfig config, Answer answer) {
        Gone now = new Gone(ticker.millis(), answer.status(), answer.cause(), Fingerprint.of(config));
        gone.put(config.id(), now);
        save(config.id(), now);
    }

    private void save(String id, Gone now) {
        store.put(id + GONE, write(now)).whenComplete((done, failure) -> {
            if (failure != null && now.equals(gone.get(id))) {
                LOG.warn("that destination {} is gone is not on record yet: {}", id, failure.toString());
                later.execute(() -> again(id, now));
            }
        });
    }

    private void again(String id, Gone now) {
        if (now.equals(gone.get(id))) {
            save(id, now);
        }
    }
}

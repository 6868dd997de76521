package dev.centrifuge.admin.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.centrifuge.admin.http.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuditLogTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, byte[]> kept = new TreeMap<>();
    private final AuditLog log = new AuditLog(this::keep, new Random(1));

    private CompletionStage<Void> keep(String id, byte @Nullable [] value) {
        if (value == null) {
            kept.remove(id);
        } else {
            kept.put(id, value);
        }
        log.record(id, value);
        return CompletableFuture.completedFuture(null);
    }

    private Action done(Instant at, String target) {
        return log.record(at, "ann", "pause", target, "why not", null)
                .toCompletableFuture()
                .join();
    }

    @Test
    void page_hasTheNewestFirst() {
        for (int i = 0; i < 5; i++) {
            done(START.plusSeconds(i), "d" + i);
        }
        Items<Action> first = log.page(3, null);
        assertThat(first.items()).extracting(Action::target).containsExactly("d4", "d3", "d2");
        Items<Action> second = log.page(3, first.next());
        assertThat(second.items()).extracting(Action::target).containsExactly("d1", "d0");
        assertThat(second.next()).isNull();
        assertThat(log.of("d2", 9)).extracting(Action::note).containsExactly("why not");
    }

    @Test
    void record_comesBackFromTheStore() {
        done(START, "crm");
        AuditLog restarted = new AuditLog(this::keep, new Random(2));
        kept.forEach(restarted::record);
        assertThat(restarted.page(10, null)).isEqualTo(log.page(10, null));
    }

    @Test
    void tooMany_goOldestFirst() {
        for (int i = 0; i < AuditLog.MOST + 25; i++) {
            done(START.plusSeconds(i), "d" + i);
        }
        assertThat(kept).hasSize(AuditLog.MOST);
        assertThat(log.page(1, null).items().get(0).target()).isEqualTo("d" + (AuditLog.MOST + 24));
    }

    @Test
    void tooOld_goAFewAtATime() {
        for (int i = 0; i < 15; i++) {
            done(START.plusSeconds(i), "old");
        }
        Instant later = START.plus(Duration.ofDays(91));
        done(later, "new");
        assertThat(kept).hasSize(6);
        done(later, "new");
        assertThat(kept).hasSize(2);
    }

    @Test
    void details_areBounded() {
        Action huge = log.record(
                        START, "ann", "test", "crm", null, JsonNodeFactory.instance.textNode("x".repeat(9_000)))
                .toCompletableFuture()
                .join();
        assertThat(huge.details()).isNull();
    }
}

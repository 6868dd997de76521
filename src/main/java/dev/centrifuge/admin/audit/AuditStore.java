package dev.centrifuge.admin.audit;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where actions are kept, for all nodes. */
@FunctionalInterface
public interface AuditStore {

    /**
     * Keeps an action; {@link AuditLog#record} is to hear of it, here and elsewhere.
     *
     * @param value null deletes it
     * @return completes from any thread when it is durable and was heard here
     */
    CompletionStage<Void> put(String id, byte @Nullable [] value);
}

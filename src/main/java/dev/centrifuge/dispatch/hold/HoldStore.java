package dev.centrifuge.dispatch.hold;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where holds are kept, for all nodes. */
@FunctionalInterface
public interface HoldStore {

    /**
     * Keeps a record in place of the last one of that id; {@link Holds#record} is to hear of it, here and elsewhere.
     *
     * @param value null deletes it
     * @return completes from any thread when it is durable and was heard here
     */
    CompletionStage<Void> put(String id, byte @Nullable [] value);
}

package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Delay;

/** What becomes of a leg whose attempt failed while its destination is fine. */
public sealed interface Verdict {

    /** It stays in memory and is tried again after {@code millis}. */
    record Waits(long millis) implements Verdict {}

    /** It goes to a delay topic. */
    record Put(Delay delay) implements Verdict {}

    /** It goes to the dead letters. {@code reason} is from a small fixed set. */
    record Dead(String reason) implements Verdict {}
}

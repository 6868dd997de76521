package dev.centrifuge.flow;

/** What becomes of a leg after an attempt, or instead of one. */
public sealed interface Verdict {

    /** It stays with its outbox and is tried again. */
    record Waits() implements Verdict {}

    /** It is done: delivered. */
    record Done() implements Verdict {}

    /** It goes to a delay topic. */
    record Put(Delay delay) implements Verdict {}

    /** It goes to the dead letters. {@code reason} is from a small fixed set. */
    record Dead(String reason) implements Verdict {}
}

package dev.centrifuge.kafka;

/** A topic exists with settings that would lose or scramble events. It is never altered; the message says what to do. */
public final class TopicMismatch extends RuntimeException {

    TopicMismatch(String message) {
        super(message, null, false, false);
    }
}

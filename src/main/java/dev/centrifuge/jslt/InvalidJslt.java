package dev.centrifuge.jslt;

/** A text that is no JSLT expression. The message is one line for people, and begins with the place: {@code 3:14 …}. */
public final class InvalidJslt extends Exception {
    private static final long serialVersionUID = 1;

    InvalidJslt(String message) {
        super(message);
    }
}

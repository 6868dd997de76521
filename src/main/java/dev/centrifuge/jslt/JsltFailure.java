package dev.centrifuge.jslt;

/**
 * An expression that could not be evaluated for an event, or an event that could not be read for it. The message is one
 * line of at most {@value #LONGEST} characters for people; it may repeat parts of the event. Has no stack trace: one bad
 * expression can cause one for each event.
 */
public final class JsltFailure extends RuntimeException {
    static final int LONGEST = 500;
    private static final long serialVersionUID = 1;

    public JsltFailure(String message) {
        super(line(message), null, false, false);
    }

    private static String line(String message) {
        String cut = message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
        return cut.replaceAll("\\s+", " ").strip();
    }
}

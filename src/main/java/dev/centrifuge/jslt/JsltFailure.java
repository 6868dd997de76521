package dev.centrifuge.jslt;

/**
 * An expression that could not be evaluated for an event, or an event that could not be read for it. The message is one
 * line of at most {@value #LONGEST} characters for people; it may repeat parts of the event. Has no stack trace: one bad
 * expression can cause one for each event.
 */
public final class JsltFailure extends RuntimeException {
    static final int LONGEST = 500;
    private static final String LIMIT = "_limit";
    private static final long serialVersionUID = 1;

    private final boolean limit;

    public JsltFailure(String message) {
        this(message, false);
    }

    private JsltFailure(String message, boolean limit) {
        super(line(message), null, false, false);
        this.limit = limit;
    }

    /** The evaluation was ended because it took too long. */
    static JsltFailure limit(String message) {
        return new JsltFailure(message, true);
    }

    /**
     * The reason of a dead letter. What took too long has one of its own, since it holds up others, and is counted by it.
     *
     * @param stage {@code filter} or {@code transform}
     */
    public String reason(String stage) {
        return limit ? stage + LIMIT : stage;
    }

    /** Whether that reason is of an evaluation that was ended because it took too long. */
    public static boolean isLimit(String reason) {
        return reason.endsWith(LIMIT);
    }

    private static String line(String message) {
        String cut = message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
        return cut.replaceAll("\\s+", " ").strip();
    }
}

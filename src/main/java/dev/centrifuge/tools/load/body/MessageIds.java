package dev.centrifuge.tools.load.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Ids of a run's events: {@code load-RUN-SEQ-AFTER}, with 12 digits each.
 *
 * <p>SEQ is the event's number in the run. AFTER says that the requests of all events below it had ended when this one
 * was sent: whoever gets this event first and one below AFTER later got them in the wrong order. So the ledger needs no
 * memory of what was on its way when.
 */
public final class MessageIds {
    private static final int DIGITS = 12;
    private static final Pattern RUN = Pattern.compile("[a-z0-9]{1,24}");

    private final byte[] prefix;

    /** @param run 1 to 24 of a to z and 0 to 9; two runs whose ids must not be the same need different ones */
    public MessageIds(String run) {
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException("a run's id is 1 to 24 of a to z and 0 to 9, not '" + run + "'");
        }
        this.prefix = ("load-" + run + "-").getBytes(StandardCharsets.US_ASCII);
    }

    /** Told of an event that was found. */
    public interface Found {
        void event(long seq, long after);
    }

    String template() {
        return new String(prefix, StandardCharsets.US_ASCII) + "{seq}-{after}";
    }

    /** The id of an event, as far as it is known without AFTER. */
    public String text(long seq) {
        return new String(prefix, StandardCharsets.US_ASCII) + "%012d".formatted(seq);
    }

    /**
     * Finds this run's events in a delivery of any format, in the order in which they stand there. An id that stands twice
     * in a row, as in an envelope and in what it holds, is one event.
     */
    public void find(byte[] body, Found found) {
        long previous = -1;
        for (int at = 0; at <= body.length - prefix.length; at++) {
            if (body[at] == 'l' && Arrays.equals(body, at, at + prefix.length, prefix, 0, prefix.length)) {
                int digits = at + prefix.length;
                long seq = Digits.read(body, digits, DIGITS);
                long after = Digits.read(body, digits + DIGITS + 1, DIGITS);
                if (seq >= 0 && after >= 0 && seq != previous) {
                    found.event(seq, after);
                    previous = seq;
                }
            }
        }
    }
}

package dev.centrifuge.delivery.head;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * {@code traceparent}: the trace id an event came with and a span id of the attempt's own, so that a destination's
 * spans hang under the attempt that caused them. An
 * event without a trace gets none. Where the attempt is followed, its span is a real one and says so itself.
 */
public final class TraceHeader implements Stamp {

    private static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");
    private static final HexFormat HEX = HexFormat.of();

    // 00-<trace id, 32>-<span id, 16>-<flags, 2>
    private static final int LENGTH = 55;
    private static final int TRACE_END = 35;
    private static final int SPAN_START = 36;
    private static final int SPAN_END = 52;

    private final RandomGenerator random;

    /** @param random for span ids; need not be secure */
    public TraceHeader(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void stamp(Head head, MultiMap headers) {
        String own = head.traceparent();
        if (own != null) {
            headers.add(TRACEPARENT, own);
            return;
        }
        String parent = head.event().envelope().traceparent();
        if (parent != null && isTraceparent(parent)) {
            headers.add(
                    TRACEPARENT,
                    parent.substring(0, SPAN_START) + HEX.toHexDigits(span()) + parent.substring(SPAN_END));
        }
    }

    /** All zeroes mean "no span". */
    private long span() {
        long span = random.nextLong();
        return span == 0 ? 1 : span;
    }

    private static boolean isTraceparent(String text) {
        if (text.length() != LENGTH || !text.startsWith("00-")) {
            return false;
        }
        for (int i = 3; i < LENGTH; i++) {
            boolean dash = i == TRACE_END || i == SPAN_END;
            char c = text.charAt(i);
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}

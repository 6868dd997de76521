package dev.centrifuge.delivery.head;

import dev.centrifuge.event.Envelope;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * {@code traceparent}: the trace id an event came with and a span id of the attempt's own, so that a destination's
 * spans hang under the attempt that caused them. Where the attempt is followed, its span is a real one and says so itself.
 *
 * <p>An event that came without a trace has one made from its source and id: nothing need be stored for it to be the same
 * on each attempt, at each destination and after a restart. It is not sampled, so it makes nobody record anything.
 */
public final class TraceHeader implements Stamp {

    private static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");
    private static final HexFormat HEX = HexFormat.of();

    // 00-<trace id, 32>-<span id, 16>-<flags, 2>
    private static final int LENGTH = 55;
    private static final int TRACE_END = 35;
    private static final int SPAN_START = 36;
    private static final int SPAN_END = 52;

    private static final String NOT_SAMPLED = "-00";

    // FNV's own basis and prime; the other basis is the golden ratio's bits, for a second hash.
    private static final long FIRST_BASIS = 0xcbf29ce484222325L;
    private static final long SECOND_BASIS = 0x9e3779b97f4a7c15L;
    private static final long PRIME = 0x100000001b3L;

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
        Envelope event = head.event().envelope();
        String parent = event.traceparent();
        String span = HEX.toHexDigits(span());
        headers.add(
                TRACEPARENT,
                parent != null && isTraceparent(parent)
                        ? parent.substring(0, SPAN_START) + span + parent.substring(SPAN_END)
                        : made(event) + span + NOT_SAMPLED);
    }

    private static String made(Envelope event) {
        long high = mixed(hash(hash(FIRST_BASIS, event.source()) * PRIME, event.id()));
        long low = mixed(hash(hash(SECOND_BASIS, event.source()) * PRIME, event.id()));
        // All zeroes mean "no trace".
        return "00-" + HEX.toHexDigits(high) + HEX.toHexDigits(low == 0 ? 1 : low) + "-";
    }

    /** FNV-1a over characters. */
    private static long hash(long basis, String text) {
        long hash = basis;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** The finalizer of MurmurHash3: each bit of the hash counts for each bit of the id. */
    private static long mixed(long hash) {
        long x = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return x ^ (x >>> 33);
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

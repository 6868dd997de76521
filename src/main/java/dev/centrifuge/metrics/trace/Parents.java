package dev.centrifuge.metrics.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** {@code traceparent} of the W3C Trace Context, level 1: {@code 00-<trace id>-<span id>-<flags>}. Pure. */
final class Parents {
    private static final int LENGTH = 55;
    private static final int SPAN = 36;
    private static final int SPAN_END = 52;
    private static final int FLAGS = 53;

    private Parents() {}

    /** Whether somebody who sent this wants the trace to be recorded. What is malformed says nothing. */
    static boolean sampled(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() < LENGTH) {
            return false;
        }
        int low = Character.digit(traceparent.charAt(LENGTH - 1), 16);
        return low >= 0 && (low & 1) == 1 && context(traceparent).isValid();
    }

    /** Where it points; invalid for what is malformed. A later version begins like this one. */
    static SpanContext context(String traceparent) {
        return SpanContext.createFromRemoteParent(
                traceparent.substring(3, SPAN - 1),
                traceparent.substring(SPAN, SPAN_END),
                TraceFlags.fromHex(traceparent, FLAGS),
                TraceState.getDefault());
    }

    static String text(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }
}

package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one evaluation may take: {@value #MOST} steps. A step is what some nanoseconds do once the code is compiled, so that
 * an evaluation ends within some 20 ms, whatever the event holds; steps and not time, because the same expression must come to the
 * same end on a busy machine, in a cold process and behind a garbage collection.
 *
 * <p>Two are each character that a regular expression looks at, since those of the JDK backtrack: {@code a*a*a*b} takes the cube of a
 * text's length, and with a reference back, such as {@code (a+)+\1b}, forty characters take until the end of days. What else costs
 * how much is with what charges it. An allowance belongs to its thread's evaluation.
 */
final class Steps {
    static final int MOST = 4_000_000;

    private static final ThreadLocal<Steps> CURRENT = ThreadLocal.withInitial(Steps::new);
    private static final int LOOK = 2;
    private static final int NODE = 4;
    private static final int ENTRY = 8;

    private long left;

    private Steps() {}

    /** An evaluation begins on this thread. */
    static Steps begin() {
        Steps steps = CURRENT.get();
        steps.left = MOST;
        return steps;
    }

    /** That of this thread's evaluation. */
    static Steps current() {
        return CURRENT.get();
    }

    /** @throws JsltFailure where they are used up */
    void take(long steps) {
        left -= steps;
        if (left < 0) {
            throw JsltFailure.limit("it takes more than " + MOST + " steps");
        }
    }

    /**
     * What it takes to look at a value and all that is in it. Parts that it holds twice count twice: who writes it would write them
     * twice.
     *
     * @param shift takes a text's characters for that many powers of two less than a step each
     */
    void weigh(JsonNode value, int shift) {
        if (value.isTextual()) {
            take(1 + (value.textValue().length() >> shift));
        } else if (value.isObject()) {
            take(NODE + (long) ENTRY * value.size());
            value.properties().forEach(member -> {
                take(member.getKey().length() >> shift);
                weigh(member.getValue(), shift);
            });
        } else if (value.isArray()) {
            take(NODE + (long) NODE * value.size());
            for (JsonNode element : value) {
                if (element.isContainerNode() || element.isTextual()) {
                    weigh(element, shift);
                }
            }
        }
    }

    /** The same, but for what is in it. */
    void weighTop(JsonNode value) {
        if (value.isTextual()) {
            take(value.textValue().length() >> 1);
        } else if (value.isObject()) {
            take((long) ENTRY * value.size());
        } else {
            take(value.size());
        }
    }

    /** The text, which counts who looks at it against this thread's evaluation. */
    static CharSequence counted(String text) {
        return new Text(current(), text);
    }

    private record Text(Steps steps, String text) implements CharSequence {

        @Override
        public char charAt(int index) {
            steps.take(LOOK);
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

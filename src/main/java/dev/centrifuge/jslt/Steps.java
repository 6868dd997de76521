package dev.centrifuge.jslt;

/**
 * How many characters regular expressions may look at in one evaluation: {@value #MOST}, some 10 ms. Those of the JDK
 * backtrack: {@code a*a*a*b} takes the cube of a text's length, and with a reference back, such as {@code (a+)+\1b}, forty
 * characters take until the end of days; and the text is the event's. One that looks at each character of the largest event a few dozen times is within it.
 */
final class Steps {
    static final int MOST = 2_000_000;

    private static final ThreadLocal<Steps> CURRENT = ThreadLocal.withInitial(Steps::new);

    private int left;

    private Steps() {}

    /** An evaluation begins on this thread. */
    static void begin() {
        CURRENT.get().left = MOST;
    }

    /** The text, which counts who looks at it against this thread's evaluation. */
    static CharSequence counted(String text) {
        return new Text(CURRENT.get(), text);
    }

    private record Text(Steps steps, String text) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (--steps.left < 0) {
                throw new JsltFailure("a regular expression takes more than " + MOST + " steps");
            }
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

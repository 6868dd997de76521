package dev.centrifuge.config.check;

/** Which characters may stand in a message as they are. */
public final class Printable {
    private Printable() {}

    /** Whether a code point can neither end a line nor hide or turn round what is beside it. */
    public static boolean plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

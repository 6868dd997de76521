package dev.centrifuge.config.check;

/** JSON pointers (RFC 6901). */
public final class Pointer {
    private Pointer() {}

    /** {@code base} one step further: to a member or an element. */
    public static String to(String base, Object step) {
        return base + '/' + step.toString().replace("~", "~0").replace("/", "~1");
    }
}

package dev.centrifuge.admin.http;

/**
 * An answer that is no error.
 *
 * @param body written by {@link Json}
 */
public record Reply(int status, Object body) {

    /** What was asked for. */
    public static Reply ok(Object body) {
        return new Reply(200, body);
    }

    /** It goes on by itself, and can be asked for. */
    public static Reply accepted(Object body) {
        return new Reply(202, body);
    }
}

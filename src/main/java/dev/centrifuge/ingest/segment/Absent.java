package dev.centrifuge.ingest.segment;

/** What stands where an object should but says nothing. */
final class Absent {

    private Absent() {}

    /** Whether a value is {@code null} or an empty array, which is how PHP writes an empty map. */
    static boolean isNothing(byte[] buf, int start, int end) {
        return buf[start] == 'n' || isEmptyArray(buf, start, end);
    }

    static boolean isEmptyArray(byte[] buf, int start, int end) {
        if (buf[start] != '[') {
            return false;
        }
        for (int p = start + 1; p < end - 1; p++) {
            if (buf[p] > ' ') {
                return false;
            }
        }
        return true;
    }
}

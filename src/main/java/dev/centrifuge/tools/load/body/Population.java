package dev.centrifuge.tools.load.body;

/**
 * Which source a request is of, and which user an event. All follows from numbers and a seed, so that whoever meets an
 * event again knows its user without remembering it. A user belongs to one source: user mod sources.
 *
 * @param users at least {@code sources}
 * @param batch how many events a request has
 */
public record Population(int users, int sources, int batch, long seed) {
    public static final int MOST_USERS = 10_000_000;

    public Population {
        if (sources < 1 || users < sources || users > MOST_USERS) {
            throw new IllegalArgumentException(
                    "users are at least as many as write keys, and at most " + MOST_USERS + ": " + users);
        }
    }

    public int source(long request) {
        return (int) Long.remainderUnsigned(mix(request ^ seed ^ 0x5bd1e995L), sources);
    }

    public int user(long seq) {
        int source = source(seq / batch);
        int ofSource = (users - source + sources - 1) / sources;
        return source + sources * (int) Long.remainderUnsigned(mix(seq + seed * 31), ofSource);
    }

    /** Stafford's 13th variant of the 64-bit finalizer of MurmurHash3: every bit of the input changes half of the output's. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

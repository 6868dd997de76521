package dev.centrifuge.flow;

/**
 * What the node pays for one event in memory: its bytes once, however many legs share them. Belongs to the log thread.
 */
public final class Charge {
    private final int bytes;
    private final boolean catchUp;
    private int legs;

    public Charge(int bytes) {
        this(bytes, false);
    }

    /** @param catchUp whether it was read to catch up: then it counts against that part of the budget too */
    public Charge(int bytes, boolean catchUp) {
        this.bytes = bytes;
        this.catchUp = catchUp;
    }

    boolean catchUp() {
        return catchUp;
    }

    public int bytes() {
        return bytes;
    }

    /** True for the first leg: then the node is charged. */
    boolean join() {
        return legs++ == 0;
    }

    /** True for the last leg: then the node gets its bytes back. */
    boolean leave() {
        return --legs == 0;
    }
}

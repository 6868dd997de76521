package dev.centrifuge.dispatch.traffic;

/**
 * Whether most of what a destination decided on lately was refused for good, so that its events become dead letters at once. It
 * goes by the number of events where there are few and by time where there are many: each event moves the share by a twentieth
 * of what is left, and a second by no more than {@value #MOST_A_SECOND} events do. So it takes fourteen refusals one after the
 * other, in four seconds at least, and ends after twenty-seven events that were taken, in seven seconds at least. Belongs to one
 * event loop.
 */
final class Refusals {
    private static final double KEPT = 0.95;
    private static final int MOST_A_SECOND = 4;

    /** Apart, or a share near one of them would be another state each second. */
    private static final double BEGINS = 0.5;

    private static final double ENDS = 0.25;

    private double share;
    private boolean most;

    /** Once a second: of so many events that were taken or refused, so many were refused. */
    void second(int decided, int refused) {
        if (decided > 0) {
            double kept = Math.pow(KEPT, Math.min(decided, MOST_A_SECOND));
            share = kept * share + (1 - kept) * refused / decided;
            most = share >= (most ? ENDS : BEGINS);
        }
    }

    /** What was refused says nothing of what comes: somebody closed the destination, or nothing was sent for long. */
    void forget() {
        share = 0;
        most = false;
    }

    boolean most() {
        return most;
    }
}

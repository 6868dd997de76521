package dev.centrifuge.tools.load.ledger;

/** How requests ended. Belongs to the load's event loop until the run is over. */
public final class Requests {
    private final Bits ended = new Bits();
    private final Bits accepted = new Bits();
    private long endedBelow;

    /** @param status of the answer, or 0 for none */
    public void ended(long number, int status) {
        ended.add(number);
        while (ended.contains(endedBelow)) {
            endedBelow++;
        }
        if (status >= 200 && status < 300) {
            accepted.add(number);
        }
    }

    /** All requests below this one have ended. */
    public long endedBelow() {
        return endedBelow;
    }

    /** How many were acknowledged with a 2xx. */
    public long accepted() {
        return accepted.size();
    }

    /** Whether a request was acknowledged with a 2xx. */
    public boolean isAccepted(long request) {
        return accepted.contains(request);
    }

    long end() {
        return accepted.end();
    }
}

package dev.centrifuge.simulation.check;

/** What is promised. */
public enum Promise {
    /** Every leg of every appended event is delivered, dead for a reason, or pending; in the end nothing is pending. */
    NOTHING_LOST,
    /** A destination takes a leg again only after a fault that excuses exactly this leg. */
    FEW_DUPLICATES,
    /** Where order is asked, a key's legs are first delivered in the order of the log, one at a time. */
    ORDER,
    /** The committed mark passes no unfinished leg that is not listed. */
    MARK,
    /** In any window of length t, at most rate · t + burst are sent. */
    RATE,
    /** received = delivered + filtered + dead + pending, in legs. */
    FUNNEL,
    /** A leg is in memory once, and ends once. */
    ONE_LEG,
    /** What is in memory fits the budget. */
    MEMORY,
    /** A leg is given up only for a reason that holds. */
    HONEST_DEATH,
    /** A copy that cannot be written holds up its own leg, and nothing else. */
    HELD_APART
}

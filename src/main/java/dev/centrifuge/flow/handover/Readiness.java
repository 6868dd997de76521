package dev.centrifuge.flow.handover;

/** Whether a destination takes legs from the log. Said by its owner loop, remembered by the log thread. */
public enum Readiness {
    /** It takes what its share of memory allows. */
    READY,
    /** In trouble, and a probe is due: it takes one leg, then says how it went. */
    PROBE,
    /** In trouble, gated, paused or disabled: it takes nothing, and its legs past their time are ended without it. */
    CLOSED,
    /** Nobody has configured it for ten minutes: its legs end among the dead letters. */
    REMOVED
}

package dev.centrifuge.flow.outlet;

/** Why a copy could not be written while what was beside it could. */
public enum Refusal {
    /** It is larger than its topic takes, or than a producer may send. */
    TOO_LARGE,
    /** Anything else: not allowed, no such topic, no answer. */
    REFUSED
}

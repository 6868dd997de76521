package dev.centrifuge.kafka.outlet;

import org.apache.kafka.common.errors.RetriableException;

/** Some copies of a checkpoint were refused, and nothing else is wrong: without them it can be written, by the same producer. */
public final class CopiesRefused extends RetriableException {
    private static final long serialVersionUID = 1L;

    public CopiesRefused(Throwable cause) {
        super("copies of legs were refused", cause);
    }
}

package dev.centrifuge.ingest;

/** The log did not acknowledge in time, or refused; whether the records were stored is unknown. Carries no stack trace. */
public final class LogUnavailable extends Exception {

    public LogUnavailable(String message) {
        super(message, null, false, false);
    }
}

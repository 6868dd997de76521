package dev.centrifuge.delivery.address;

import java.io.IOException;

/** A destination's host has no address that it may be reached at. No stack trace: it is an expected end. */
public final class ForbiddenAddressException extends IOException {

    ForbiddenAddressException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

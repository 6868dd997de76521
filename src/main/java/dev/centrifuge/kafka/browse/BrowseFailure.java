package dev.centrifuge.kafka.browse;

import org.jspecify.annotations.Nullable;

/** A topic could not be read just now; the message is for people and may be shown. It may be tried again. */
public final class BrowseFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrowseFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

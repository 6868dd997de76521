package dev.centrifuge.embedded;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The embedded broker cannot start; the message says why and what to do about it, in one line for people. */
public final class StartFailure extends IOException {

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

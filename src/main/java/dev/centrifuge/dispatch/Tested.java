package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.delivery.Sent;
import org.jspecify.annotations.Nullable;

/**
 * What came of an event that an operator sent.
 *
 * @param request the last that left; null where none did
 */
public record Tested(Outcome outcome, @Nullable Sent request) {}

package dev.centrifuge.delivery;

import java.util.Map;

/**
 * A request as it left, to be shown: secrets are hidden, as far as {@link dev.centrifuge.delivery.answer.Redaction} knows them.
 *
 * @param headers by name, in the order in which they were set
 * @param body as text; what is no UTF-8 shows as U+FFFD
 */
public record Sent(String method, String url, Map<String, String> headers, String body) {}

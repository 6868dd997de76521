package dev.centrifuge.delivery.head;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code webhook-signature} of Standard Webhooks 1.0: a signature over {@code id.timestamp.body} by each secret,
 * separated by spaces, so that a receiver that knows the old or the new secret accepts it while they are rotated.
 */
public final class WebhookSignature implements Stamp {

    private static final AsciiString WEBHOOK_SIGNATURE = AsciiString.cached("webhook-signature");

    private final List<SigningKey> keys;

    /** @param secrets one at least, each as {@link SigningKey#of} takes it */
    public WebhookSignature(List<String> secrets) {
        this.keys = secrets.stream().map(SigningKey::of).toList();
    }

    @Override
    public void stamp(Head head, MultiMap headers) {
        byte[] prefix = (head.webhookId() + '.' + head.timestamp() + '.').getBytes(StandardCharsets.US_ASCII);
        byte[] body = head.body();
        String signatures = keys.get(0).sign(prefix, body);
        for (int i = 1; i < keys.size(); i++) {
            signatures += " " + keys.get(i).sign(prefix, body);
        }
        headers.add(WEBHOOK_SIGNATURE, signatures);
    }
}

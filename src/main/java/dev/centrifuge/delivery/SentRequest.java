package dev.centrifuge.delivery;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.delivery.answer.Redaction;
import io.vertx.core.http.HttpClientRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Sent} of a request: headers that the configuration gives are hidden whole, secrets elsewhere where they stand. */
final class SentRequest {
    private static final String HIDDEN = "***";

    private SentRequest() {}

    static Sent of(HttpClientRequest request, byte[] body, DestinationConfig config, Redaction hiding) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            String value = secret(header.getKey(), config) ? HIDDEN : hiding.apply(header.getValue());
            headers.merge(header.getKey(), value, (one, other) -> one + ", " + other);
        }
        URI url = config.url();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String target = url.getScheme() + "://" + url.getHost() + port + request.getURI();
        return new Sent(
                request.getMethod().name(),
                hiding.apply(target),
                headers,
                hiding.apply(new String(body, StandardCharsets.UTF_8)));
    }

    private static boolean secret(String name, DestinationConfig config) {
        return isOf(config.auth(), name) || config.headers().keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    private static boolean isOf(@Nullable Auth auth, String name) {
        String proof = auth == null ? null : auth.headerName();
        return name.equalsIgnoreCase(proof);
    }
}

package dev.centrifuge.ingest.cloudevents;

import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.intake.ReceivedAt;
import dev.centrifuge.ingest.intake.Refusal;
import dev.centrifuge.ingest.json.JsonOutput;
import dev.centrifuge.ingest.json.JsonScanner;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event whose attributes are headers and whose data is the body. It is turned into the JSON format, checked and
 * stored like one that came so: JSON data as {@code data}, as it was written; everything else as {@code data_base64}.
 */
public final class BinaryIntake implements Intake {

    private static final String PREFIX = "ce-";

    private final Limits limits;
    private final CloudEventIntake structured;
    private final JsonScanner scanner = new JsonScanner();
    private final JsonOutput out = new JsonOutput();
    private MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    public BinaryIntake(Limits limits) {
        this.limits = limits;
        this.structured = new CloudEventIntake(limits);
    }

    /** Says which headers the next body comes with. */
    public BinaryIntake of(MultiMap requestHeaders) {
        headers = requestHeaders;
        return this;
    }

    @Override
    public @Nullable Refusal read(byte[] buf, int from, int to) {
        if (to - from > limits.event()) {
            return Refusal.tooLarge("an event is larger than " + limits.event() + " bytes");
        }
        out.clear();
        if (!attributes()) {
            return Refusal.invalid("a ce- header is not the name of an attribute");
        }
        Refusal refusal = data(buf, from, to);
        if (refusal != null) {
            return refusal;
        }
        out.put('}');
        byte[] json = out.toBytes();
        return structured.assembled().read(json, 0, json.length);
    }

    private boolean attributes() {
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                String attribute = name.substring(PREFIX.length());
                if (!CloudEvent.isName(attribute) || attribute.equals("data") || attribute.equals("datacontenttype")) {
                    return false;
                }
                attribute(attribute, HeaderValue.decode(header.getValue()));
            }
        }
        return true;
    }

    private void attribute(String name, String value) {
        out.put(out.size() == 0 ? '{' : ',');
        out.putAscii("\"" + name + "\":");
        out.putQuoted(value);
    }

    private @Nullable Refusal data(byte[] buf, int from, int to) {
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        if (contentType != null) {
            attribute("datacontenttype", contentType);
        }
        if (contentType != null && isJson(contentType)) {
            return from == to ? null : json(buf, from, to);
        }
        if (from < to) {
            out.putAscii(",\"data_base64\":\"");
            out.put(Base64.getEncoder().encode(Arrays.copyOfRange(buf, from, to)));
            out.put('"');
        }
        return null;
    }

    private @Nullable Refusal json(byte[] buf, int from, int to) {
        scanner.reset(buf, from, to);
        scanner.peek();
        int start = scanner.position();
        if (!scanner.skipValue() || !scanner.atEnd()) {
            return Refusal.malformed(scanner, from);
        }
        out.putAscii(",\"data\":");
        out.put(buf, start, to);
        return null;
    }

    /** Whether a media type is JSON in UTF-8; in another charset it is opaque here. */
    private static boolean isJson(String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT);
        int semicolon = lower.indexOf(';');
        String type = (semicolon < 0 ? lower : lower.substring(0, semicolon)).strip();
        boolean json = type.endsWith("+json") || type.endsWith("/json");
        return json && (!lower.contains("charset=") || lower.contains("utf-8"));
    }

    @Override
    public byte @Nullable [] writeKey() {
        return null;
    }

    @Override
    public int events() {
        return 1;
    }

    @Override
    public Result compose(Source source, ReceivedAt receivedAt, @Nullable String traceparent) {
        return structured.compose(source, receivedAt, traceparent);
    }
}

package dev.centrifuge.ingest.cloudevents;

import dev.centrifuge.ingest.json.IsoTime;
import dev.centrifuge.ingest.json.JsonScanner;
import dev.centrifuge.ingest.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context attributes of one event in JSON, checked against CloudEvents 1.0 and its JSON format. Scratch space of
 * one event loop.
 */
final class CloudEvent {

    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";

    private final JsonScanner scanner = new JsonScanner();
    /** The attributes that are strings, by name; others with the empty string. Null values are as good as absent. */
    private final Map<String, String> attributes = new HashMap<>();

    private byte[] buf = new byte[0];

    /** A string attribute that is there and not empty, or null. */
    @Nullable
    String text(String name) {
        String value = attributes.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Reads an object that was validated as JSON before; returns what is wrong with it as an event, or null. */
    @Nullable
    String read(byte[] bytes, int from, int to) {
        buf = bytes;
        attributes.clear();
        scanner.reset(bytes, from, to);
        scanner.beginObject();
        while (scanner.nextMember()) {
            String problem = member();
            if (problem != null) {
                return problem;
            }
        }
        return required();
    }

    private @Nullable String member() {
        String name = JsonText.decode(buf, scanner.keyStart(), scanner.keyEnd());
        byte kind = scanner.peek();
        int start = scanner.position();
        scanner.skipValue();
        if (name == null || !(name.equals(DATA) || name.equals(DATA_BASE64) || isName(name))) {
            return "attribute names are lower-case letters and digits";
        }
        return kind == 'n' && !name.equals(DATA) ? null : attribute(name, kind, start);
    }

    private @Nullable String attribute(String name, byte kind, int start) {
        String value = kind == '"' && !name.equals(DATA) && !name.equals(DATA_BASE64) ? text(start) : "";
        if (value == null) {
            return "an attribute is not valid text";
        }
        if (attributes.put(name, value) != null) {
            return "an attribute stands twice";
        }
        return type(name, kind, start);
    }

    private @Nullable String text(int start) {
        return JsonText.decode(buf, start + 1, scanner.position() - 1);
    }

    private @Nullable String type(String name, byte kind, int start) {
        return switch (name) {
            case DATA -> null;
            case DATA_BASE64 -> kind == '"' && isBase64(start + 1) ? null : "data_base64 is not base64";
            case "id", "source", "type", "specversion", "subject", "datacontenttype", "dataschema" ->
                kind == '"' ? null : name + " must be a string";
            case "time" -> kind == '"' && isTime(start) ? null : "time must be an RFC 3339 timestamp";
            default -> kind == '{' || kind == '[' ? "attributes are strings, numbers or booleans" : null;
        };
    }

    private boolean isTime(int start) {
        return IsoTime.parseString(buf, start, scanner.position()) != IsoTime.INVALID;
    }

    private @Nullable String required() {
        if (text("id") == null || text("source") == null || text("type") == null) {
            return "id, source and type are required";
        }
        if (attributes.containsKey(DATA) && attributes.containsKey(DATA_BASE64)) {
            return "data and data_base64 exclude each other";
        }
        return "1.0".equals(text("specversion")) ? null : "specversion must be 1.0";
    }

    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Whether a string is standard base64, whose padding may lack, as far as its characters and length say. */
    private boolean isBase64(int from) {
        int to = scanner.position() - 1;
        if (!JsonText.plain(buf, from, to)) {
            String unescaped = JsonText.decode(buf, from, to);
            return unescaped != null && isBase64(unescaped.getBytes(StandardCharsets.UTF_8));
        }
        return isBase64(Arrays.copyOfRange(buf, from, to));
    }

    private static boolean isBase64(byte[] text) {
        int end = text.length;
        while (end > 0 && text[end - 1] == '=' && text.length - end < 2) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isBase64(text[i])) {
                return false;
            }
        }
        return end % 4 != 1 && (end == text.length || text.length % 4 == 0);
    }

    private static boolean isBase64(byte c) {
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }
}

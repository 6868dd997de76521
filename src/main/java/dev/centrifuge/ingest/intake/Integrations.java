package dev.centrifuge.ingest.intake;

import dev.centrifuge.ingest.json.JsonScanner;
import dev.centrifuge.ingest.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The part of an event that says which destinations get it. Only where it keeps it from one does it travel in the
 * envelope: most clients send an empty object, or settings for the vendor's own destinations.
 */
public final class Integrations {

    /** The most bytes of integrations that limit anything: they become a record's header. */
    public static final int MAX_BYTES = 8192;

    private Integrations() {}

    /** The object as text where it has a member that is false, or one named {@code All}; else null. */
    public static @Nullable String limiting(JsonScanner scanner, byte[] buf, int from, int to) {
        if (to - from <= 2 || buf[from] != '{') {
            return null;
        }
        boolean limits = false;
        scanner.reset(buf, from, to);
        scanner.beginObject();
        while (scanner.nextMember()) {
            limits |= scanner.peek() == 'f' || isAll(scanner, buf);
            scanner.skipValue();
        }
        return limits ? new String(buf, from, to - from, StandardCharsets.UTF_8) : null;
    }

    private static boolean isAll(JsonScanner scanner, byte[] buf) {
        if (!scanner.keyEscaped()) {
            int from = scanner.keyStart();
            return scanner.keyEnd() - from == 3 && buf[from] == 'A' && buf[from + 1] == 'l' && buf[from + 2] == 'l';
        }
        return "All".equals(JsonText.decode(buf, scanner.keyStart(), scanner.keyEnd()));
    }
}

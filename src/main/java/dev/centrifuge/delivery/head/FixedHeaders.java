package dev.centrifuge.delivery.head;

import dev.centrifuge.config.Secret;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Headers that are the same in every request of a destination: {@code user-agent}, and its own.
 * Made once; a request pays for copying references.
 */
public final class FixedHeaders implements Stamp {

    private final List<AsciiString> names;
    private final List<String> values;

    /**
     * @param userAgent {@code centrifuge/<version>}
     * @param own the destination's own headers; the configuration's rules see to it that they are neither ours nor the
     *     connection's, and that nothing in them ends a line
     */
    public FixedHeaders(String userAgent, Map<String, Secret> own) {
        names = new ArrayList<>(1 + own.size());
        values = new ArrayList<>(1 + own.size());
        add("user-agent", userAgent);
        own.forEach((name, value) -> add(name.toLowerCase(Locale.ROOT), value.value()));
    }

    private void add(String name, String value) {
        names.add(AsciiString.cached(name));
        values.add(value);
    }

    @Override
    public void stamp(Head head, MultiMap headers) {
        for (int i = 0; i < names.size(); i++) {
            headers.add(names.get(i), values.get(i));
        }
    }
}

package dev.centrifuge.config;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.check.Pointer;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the running configuration and another.
 *
 * @param certificate whether the ingest port gets another certificate or key, which needs no restart
 * @param needsRestart pointers of what differs in {@code gateway.json}: listeners, the log and its topics, and the budgets
 *     sized from them are made once
 */
public record ConfigDiff(Change sources, Change destinations, boolean certificate, List<String> needsRestart) {

    public ConfigDiff {
        needsRestart = List.copyOf(needsRestart);
    }

    public static ConfigDiff between(Configuration running, Configuration next) {
        List<String> needsRestart = new ArrayList<>();
        TlsConfig before = running.gateway().ingest().tls();
        TlsConfig after = next.gateway().ingest().tls();
        // Where both serve TLS, what they serve it with is no difference for the rest.
        GatewayConfig comparable =
                before != null && after != null ? running.gateway().with(after) : running.gateway();
        boolean certificate = !comparable.equals(running.gateway());
        compare("", comparable, next.gateway(), needsRestart);
        return new ConfigDiff(
                Change.between(running.sources(), next.sources()),
                Change.between(running.destinations(), next.destinations()),
                certificate,
                needsRestart);
    }

    /** Whether nothing differs, not even what needs a restart. */
    public boolean isEmpty() {
        return sources.isEmpty() && destinations.isEmpty() && !certificate && needsRestart.isEmpty();
    }

    @Override
    public String toString() {
        return "sources " + sources + ", destinations " + destinations
                + (certificate ? ", the certificate" : "")
                + (needsRestart.isEmpty()
                        ? ""
                        : ", gateway.json needs a restart for " + String.join(" ", needsRestart));
    }

    /** Ids, in alphabetical order. */
    public record Change(Set<String> added, Set<String> removed, Set<String> changed) {

        public Change {
            added = Ordered.copy(added);
            removed = Ordered.copy(removed);
            changed = Ordered.copy(changed);
        }

        static <V> Change between(Map<String, V> running, Map<String, V> next) {
            Set<String> added = new TreeSet<>(next.keySet());
            added.removeAll(running.keySet());
            Set<String> removed = new TreeSet<>(running.keySet());
            removed.removeAll(next.keySet());
            Set<String> changed = next.entrySet().stream()
                    .filter(entry -> running.containsKey(entry.getKey()))
                    .filter(entry -> !entry.getValue().equals(running.get(entry.getKey())))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            return new Change(added, removed, changed);
        }

        public boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }

        @Override
        public String toString() {
            return "+" + added + " -" + removed + " ~" + changed;
        }
    }

    /** Records' components are named as the keys of the file, so a new component needs no line here. */
    private static void compare(String pointer, @Nullable Object a, @Nullable Object b, List<String> differing) {
        if (Objects.equals(a, b)) {
            return;
        }
        if (a == null || b == null || !a.getClass().isRecord() || a instanceof Secret) {
            differing.add(pointer);
            return;
        }
        for (RecordComponent component : a.getClass().getRecordComponents()) {
            String inner = Pointer.to(pointer, component.getName());
            compare(inner, component(component, a), component(component, b), differing);
        }
    }

    private static @Nullable Object component(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component of a public record could not be read", e);
        }
    }
}

package dev.centrifuge.config.shown;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The components of a record by name, in order: these are named as the keys of the file. */
final class Components {
    private Components() {}

    static Map<String, @Nullable Object> of(Object record) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                all.put(component.getName(), component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a component of a public record could not be read", e);
            }
        }
        return all;
    }
}

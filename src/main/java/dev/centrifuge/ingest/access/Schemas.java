package dev.centrifuge.ingest.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.SchemaConfig;
import dev.centrifuge.config.schema.EventSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a source must match: each schema that is for their type and name. An event becomes a tree, which
 * costs more than all the rest that ingest does with it, only where there is one for its type.
 *
 * <p>Immutable; shared by all event loops.
 */
public final class Schemas {

    private final List<SchemaConfig> any = new ArrayList<>();
    private final Map<String, List<SchemaConfig>> byType = new HashMap<>();

    private Schemas() {}

    /** Null where there are none, which is all that most sources ask of this class. */
    static @Nullable Schemas of(List<SchemaConfig> configs) {
        if (configs.isEmpty()) {
            return null;
        }
        Schemas schemas = new Schemas();
        for (SchemaConfig config : configs) {
            String type = config.type();
            (type == null ? schemas.any : schemas.byType.computeIfAbsent(type, t -> new ArrayList<>())).add(config);
        }
        return schemas;
    }

    /** What is wrong with an event of a type, given as it is to be stored, or null. */
    public @Nullable String problem(String type, byte[] event) {
        List<SchemaConfig> ofType = byType.getOrDefault(type, List.of());
        if (any.isEmpty() && ofType.isEmpty()) {
            return null;
        }
        JsonNode tree = EventSchema.tree(event);
        if (tree == null) {
            return "cannot be held against its schema: a member stands twice, or a number has over 1,000 digits";
        }
        String problem = problem(any, tree);
        return problem != null ? problem : problem(ofType, tree);
    }

    private static @Nullable String problem(List<SchemaConfig> schemas, JsonNode event) {
        String name = event.path("event").textValue();
        for (SchemaConfig config : schemas) {
            String wrong = config.event() == null || config.event().equals(name)
                    ? config.schema().problem(event)
                    : null;
            if (wrong != null) {
                return "does not match its schema: " + wrong;
            }
        }
        return null;
    }
}

package dev.centrifuge.config.schema;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.resource.ClasspathSchemaLoader;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;

/**
 * Finds the schemas of schemas, which the library brings along, and nothing else: no file, no other resource, and above
 * all no URL, which would let whoever writes a schema make the gateway ask any server.
 */
final class DialectsOnly implements SchemaLoader {

    /** Where the library has mapped the ids of the dialects to. */
    private static final String OWN = "classpath:draft";

    private final SchemaLoader own = new ClasspathSchemaLoader();

    @Override
    public InputStreamSource getSchema(AbsoluteIri id) {
        if (id.toString().startsWith(OWN)) {
            return own.getSchema(id);
        }
        throw new JsonSchemaException("refers to " + id + ", which is not in the file; other documents are not read");
    }
}

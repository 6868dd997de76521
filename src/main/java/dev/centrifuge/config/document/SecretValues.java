package dev.centrifuge.config.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.files.FileReads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets, as text or as {@code {"file": "path"}}. No error ever shows a secret. */
public final class SecretValues {
    private static final String EXPECTED = "a string or {\"file\": \"path\"}";

    private final Document document;

    public SecretValues(Document document) {
        this.document = document;
    }

    public Optional<Secret> secret(String pointer, JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(new Secret(value.textValue()));
        }
        if (!(value instanceof ObjectNode object)) {
            document.error(pointer, "is " + Document.type(value), EXPECTED);
            return Optional.empty();
        }
        Fields fields = new Fields(document, pointer, object);
        fields.required("file", EXPECTED);
        return fields.make(() -> Paths.beside(fields, "file"))
                .flatMap(path -> path)
                .flatMap(path -> content(fields.at("file"), fields.show("file"), path));
    }

    /** As {@link #secret}, but numbers and booleans may stand for their text. */
    public Optional<Secret> property(String pointer, JsonNode value) {
        boolean scalar = value.isNumber() || value.isBoolean();
        return scalar ? Optional.of(new Secret(value.asText())) : secret(pointer, value);
    }

    private Optional<Secret> content(String pointer, String shown, Path file) {
        try {
            byte[] bytes = document.reads().read(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String secret = text.replaceFirst("\\r?\\n\\z", "");
            if (!secret.isEmpty()) {
                return Optional.of(new Secret(secret));
            }
            document.error(pointer, shown + " is empty", "a file that holds a secret");
        } catch (CharacterCodingException e) {
            document.error(pointer, shown + " is not text", "a file in UTF-8");
        } catch (IOException e) {
            document.error(pointer, shown + " " + FileReads.reason(e), "a readable file, relative to this one");
        }
        return Optional.empty();
    }
}

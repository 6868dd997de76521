package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code destinations test}: sends one event and tells what came back. Exit code 1 where it was not delivered. */
@Command(
        name = "test",
        description = {
            "Sends one event to a destination, marked by x-centrifuge-test, and tells what came back.",
            "Exit code 1 where it was not delivered."
        })
final class TestFireCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "ID", description = "The destination's id.")
    private String id = "";

    @Option(names = "--event", paramLabel = "FILE", description = "The event, a JSON object (default: a sample).")
    private @Nullable Path event;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode answer = admin.client()
                .post(DestinationsCommand.path(id) + "/test", event == null ? Map.of() : Map.of("event", read(event)));
        Printout out = admin.out();
        if (!out.json(answer)) {
            print(out, answer);
        }
        return answer.path("outcome").asText().equals("delivered") ? 0 : 1;
    }

    private void print(Printout out, JsonNode answer) {
        String status = answer.path("status").asInt() == 0 ? "" : " " + answer.path("status");
        String cause = answer.has("cause") ? " (" + answer.path("cause").asText() + ")" : "";
        out.line(id + ": " + answer.path("outcome").asText() + status + cause + " in "
                + answer.path("latencyMillis").asText() + " ms");
        JsonNode request = answer.path("request");
        if (request.isObject()) {
            out.line("> " + request.path("method").asText() + " "
                    + request.path("url").asText());
            request.path("headers")
                    .properties()
                    .forEach(header -> out.line(
                            "> " + header.getKey() + ": " + header.getValue().asText()));
            out.line("> " + request.path("body").asText());
        }
        answer.path("answer").asText().lines().forEach(line -> out.line("< " + line));
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON", e);
        }
    }
}

package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Calls the admin API, and waits. An answer that is an error is an {@link IOException} with what the problem says; but 400 is
 * wrong usage of the command, whose arguments it is about.
 */
final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WRONG = 400;
    private static final String FOREIGN = "the answer is not of an admin port";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI base;
    private final @Nullable String token;
    private final CommandLine command;

    /**
     * @param base without a slash at its end
     * @param command whose arguments are sent
     */
    AdminClient(CommandLine command, URI base, @Nullable String token) {
        this.command = command;
        this.base = base;
        this.token = token;
    }

    /** A query of which the absent parameters are left out; values are encoded. */
    static String query(String path, Map<String, @Nullable String> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value);
            }
        });
        return given.isEmpty()
                ? path
                : path
                        + given.entrySet().stream()
                                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    /** A part of a path, or a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    JsonNode delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
        String user = System.getProperty("user.name", "");
        if (user.matches("[\\w.@-]{1,64}")) {
            request.header("x-centrifuge-operator", user);
        }
        return token == null || token.isBlank() ? request : request.header("authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new IOException("no gateway answers at " + base, e);
        }
        if (response.statusCode() == WRONG) {
            throw new ParameterException(command, detail(response.body()));
        }
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.statusCode() + ": " + detail(response.body()));
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException(FOREIGN, e);
        }
    }

    private static String detail(byte[] body) {
        try {
            return JSON.readTree(body).path("detail").asText("no detail");
        } catch (IOException e) {
            return FOREIGN;
        }
    }
}

package dev.centrifuge.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** The admin API of gateways in other processes. */
final class Asked {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Asked() {}

    static JsonNode get(GatewayProcess gateway, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(gateway.admin() + path)));
    }

    static JsonNode post(GatewayProcess gateway, String path, String who, String body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(gateway.admin() + path))
                .header("content-type", "application/json")
                .header("x-centrifuge-operator", who)
                .POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(
                HTTP.send(request.build(), BodyHandlers.ofByteArray()).body());
    }
}

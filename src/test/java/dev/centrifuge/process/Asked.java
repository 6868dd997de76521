package dev.centrifuge.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.tools.bench.child.FunnelBalance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** The admin API of gateways in other processes. */
public final class Asked {
    /** A machine that has other things to do answers late. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Asked() {}

    static JsonNode get(GatewayProcess gateway, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(gateway.admin() + path)));
    }

    /** Its funnel by destination, which balances. */
    static JsonNode funnel(GatewayProcess gateway) throws IOException, InterruptedException {
        JsonNode funnel = get(gateway, "/v1/funnel");
        assertThat(FunnelBalance.faults(funnel)).as("the funnel balances").isEmpty();
        return funnel;
    }

    /**
     * Fails unless the funnel balances in each row and in all.
     *
     * @param admin a gateway's admin port
     * @throws IOException where it does not answer
     */
    public static void balanced(String admin) throws IOException, InterruptedException {
        assertThat(FunnelBalance.faults(path -> send(HttpRequest.newBuilder(URI.create(admin + path)))))
                .as("the funnel balances")
                .isEmpty();
    }

    static JsonNode post(GatewayProcess gateway, String path, String who, String body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(gateway.admin() + path))
                .header("content-type", "application/json")
                .header("x-centrifuge-operator", who)
                .POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HTTP.send(request.timeout(ANSWER).build(), BodyHandlers.ofByteArray());
        return JSON.readTree(answer.body());
    }
}

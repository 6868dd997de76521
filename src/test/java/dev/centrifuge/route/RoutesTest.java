package dev.centrifuge.route;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.event.Envelope;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoutesTest {
    private final Routes routes =
            new Routes(List.of(to("all", "*"), to("crm", "web"), to("mail", "web", "app"), to("lake", "app")));

    private final Routes alerted = new Routes(List.of(
            to("all", "*"), to("both", "*", "centrifuge"), to("chat", "centrifuge"), to("mixed", "web", "centrifuge")));

    private static DestinationConfig to(String id, String... sources) {
        return new DestinationConfig(
                id,
                URI.create("http://127.0.0.1:1/"),
                Set.of(sources),
                true,
                "POST",
                Map.of(),
                Payload.defaults(),
                null,
                null,
                new DestinationConfig.Concurrency(64, true),
                Duration.ofSeconds(10),
                new DestinationConfig.Retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(15), Duration.ofHours(4)),
                DestinationConfig.Ordering.NONE,
                null,
                null,
                HttpConfig.defaults(),
                true);
    }

    @ParameterizedTest
    @CsvSource({"centrifuge, both;chat;mixed", "web, all;both;mixed", "other, all;both"})
    void theGatewaysOwnEvents_goToWhoNamesThem_andToNobodyElse(String source, String expected) {
        assertThat(alerted.destinations(from(source, null))).containsExactly(expected.split(";"));
        assertThat(routes.destinations(from("centrifuge", null))).isEmpty();
    }

    private static Envelope from(String source, String integrations) {
        return new Envelope(source, "m1", "track", 0, null, integrations);
    }

    @ParameterizedTest
    @CsvSource({"web, all;crm;mail", "app, all;lake;mail", "other, all"})
    void event_goesToWhomItsSourceFeeds(String source, String expected) {
        assertThat(routes.destinations(from(source, null))).containsExactly(expected.split(";"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"All\":false,\"crm\":true} | crm",
                "{\"crm\":false} | all;mail",
                "{\"All\":false,\"Crm\":true} | ''",
                "{\"All\":false,\"mail\":{\"list\":[1,{\"x\":false}]}} | mail",
                "{\"All\":true,\"mail\":false} | all;crm",
                "{\"All\":false} | ''",
                "{} | all;crm;mail",
                "[] | all;crm;mail",
                "{\"All\":fal | all;crm;mail",
            })
    void integrations_limitWhoGetsTheEvent(String integrations, String expected) {
        assertThat(String.join(";", routes.destinations(from("web", integrations))))
                .isEqualTo(expected);
    }
}

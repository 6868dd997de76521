package dev.centrifuge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.payload.Prepared.Ready;
import dev.centrifuge.payload.Prepared.Unfit;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlanksTest {
    private static final String EVENT = """
            {"userId":"a/b?c#d%e f&g=h+i","n":42,"yes":true,"big":9007199254740993,"dot":".","dots":"..","empty":"",
             "traits":{"email":"jö@x.y"},"list":[{"id":"first"},{"id":"last"}],"odd name":"odd","nil":null,
             "crlf":"a\\r\\nx-evil: 1","half":"\\ud800"}""";

    private static JsonNode event() {
        return Trees.read(EVENT.getBytes(StandardCharsets.UTF_8));
    }

    private static String target(String template) {
        return Blanks.target(Template.parse(template), event());
    }

    private static String header(String template) {
        return Blanks.header(Template.parse(template), event());
    }

    @Test
    void values_are_escaped_for_where_they_stand() {
        assertThat(target("/contacts/{.userId}")).isEqualTo("/contacts/a%2Fb%3Fc%23d%25e%20f%26g%3Dh%2Bi");
        assertThat(target("/x?to={.traits.email}&n={.n}&b={.yes}")).isEqualTo("/x?to=j%C3%B6%40x.y&n=42&b=true");
        assertThat(target("/{.big}")).isEqualTo("/9007199254740993");
        assertThat(target("/{.list[0].id}/{.list[-1].id}/{.\"odd name\"}")).isEqualTo("/first/last/odd");
        assertThat(header("user {.userId}!")).isEqualTo("user a/b?c#d%25e%20f&g=h+i!");
        assertThat(header("{.traits.email}")).isEqualTo("j%C3%B6@x.y");
        assertThat(header("{{.n} {\"n\":{.n}}")).isEqualTo("{.n} {\"n\":42}");
    }

    @Test
    void nothing_ends_a_header() {
        assertThat(header("{.crlf}")).isEqualTo("a%0D%0Ax-evil:%201");
    }

    @ParameterizedTest
    @CsvSource({
        "/{.missing},missing",
        "/{.traits.missing},missing",
        "/{.traits.email.deeper},missing",
        "/{.list[2].id},missing",
        "/{.list[-3].id},missing",
        "/{.n[0]},missing",
        "/{.nil},null",
        "/{.traits},an object",
        "/{.list},an array",
        "/{.half},half",
        "/contacts/{.empty},empty",
        "/{.dots}/x,segment",
        "/a/{.dot},segment",
        "/a/.{.dot},segment",
        "/a/%2e{.dot}?x,segment",
    })
    void what_would_go_elsewhere_or_says_nothing_fails(String template, String reason) {
        assertThatThrownBy(() -> target(template))
                .isInstanceOf(JsltFailure.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?q={.empty}", "/a?q={.dots}", "/a{.dots}", "/a?x=/../{.n}", "/..{.n}"})
    void what_is_harmless_passes(String template) {
        assertThat(target(template)).startsWith("/");
    }

    @Test
    void too_long_fails() {
        JsonNode event = JsonNodeFactory.instance.objectNode().put("a", "ä".repeat(1_500));

        assertThatThrownBy(() -> Blanks.target(Template.parse("/{.a}"), event)).isInstanceOf(JsltFailure.class);
        assertThatThrownBy(() -> Blanks.header(Template.parse("{.a}"), event)).isInstanceOf(JsltFailure.class);
    }

    @Test
    void a_leg_whose_template_fails_is_unfit() {
        Prepared prepared = new Composer(Shipped.to("/{.userId}")).prepare(Shipped.event("{}"));

        assertThat(prepared).isEqualTo(new Unfit("template", "{.userId} is missing in the event"));
    }

    @Test
    void headers_are_lower_case_as_http_2_demands() {
        Prepared prepared = new Composer(Shipped.with("X-User", "{.userId}")).prepare(Shipped.event("{\"userId\":7}"));

        assertThat(((Ready) prepared).headers()).containsExactly(new Prepared.Field("x-user", "7"));
    }

    /** Whatever an event holds, it fills its hole and nothing else, and can be read back from there. */
    @Test
    void any_text_stays_in_its_place() {
        long seed = 4_711;
        Random random = new Random(seed);
        Template path = Template.parse("/v1/{.a}/end?q={.a}&z=1");
        Template header = Template.parse("<{.a}>");
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            JsonNode event = JsonNodeFactory.instance.objectNode().put("a", text);
            String target;
            try {
                target = Blanks.target(path, event);
            } catch (JsltFailure expected) {
                assertThat(text.isEmpty() || text.equals(".") || text.equals("..") || !Escapes.whole(text))
                        .as("seed %d, round %d", seed, i)
                        .isTrue();
                continue;
            }
            URI uri = URI.create("http://host.example" + target);
            assertThat(uri.getHost()).isEqualTo("host.example");
            assertThat(uri.getRawPath().split("/", -1))
                    .as("seed %d, round %d", seed, i)
                    .hasSize(4);
            assertThat(decoded(uri.getRawPath().split("/")[2])).isEqualTo(text);
            assertThat(uri.getRawQuery().split("&", -1)).hasSize(2);
            assertThat(decoded(uri.getRawQuery().split("&")[0].substring(2))).isEqualTo(text);
            String value = Blanks.header(header, event);
            assertThat(value).matches("<[\\x21-\\x7E]*>");
            assertThat(decoded(value.substring(1, value.length() - 1))).isEqualTo(text);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String text(Random random) {
        String nasty = "./%2eE\r\n\t\0 #?&=+:@\\\"'<>{}[]~ä€";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            switch (random.nextInt(8)) {
                case 0 -> text.appendCodePoint(random.nextInt(0x110000));
                case 1 -> text.append((char) random.nextInt(0x10000));
                default -> text.append(nasty.charAt(random.nextInt(nasty.length())));
            }
        }
        return text.toString();
    }
}

package dev.centrifuge.config.load;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.jslt.Jslt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadReaderTest {
    @TempDir
    private Path directory;

    private ConfDir conf;

    @BeforeEach
    void begin() {
        conf = new ConfDir(directory);
    }

    private DestinationConfig crm(String json) {
        return conf.with("destinations/crm.json", json).valid().destinations().get("crm");
    }

    @Test
    void every_key_is_taken() throws Exception {
        conf.raw("destinations/crm.jslt", "// who\n{\"who\": .userId, \"price\": .price}\n");
        DestinationConfig crm = crm("""
                {'url':'https://crm.example/v1/{.userId}?v={.version}','format':'cloudevents-batch',
                 'filter':'.type == \\'track\\'','transform':{'file':'crm.jslt'},
                 'headers':{'X-User':'{.userId}','x-fixed':'{}','x-doubled':'{{.a}'},
                 'examples':[
                   {'in':{'type':'track','userId':'u','price':19.90,'deep':[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]},
                    'out':{'who':'u','price':19.9}},
                   {'in':{'type':'page'},'out':null}]}""");

        Payload payload = crm.payload();
        assertThat(payload.format()).isEqualTo(Format.CLOUDEVENTS_BATCH);
        assertThat(payload.filter()).isEqualTo(Jslt.compile(".type == \"track\""));
        assertThat(payload.transform().text()).startsWith("// who");
        assertThat(payload.target()).isEqualTo(Template.parse("/v1/{.userId}?v={.version}"));
        assertThat(payload.headers())
                .isEqualTo(Map.of("X-User", Template.parse("{.userId}"), "x-doubled", Template.parse("{{.a}")));
        assertThat(payload.examples()).hasSize(2);
        assertThat(crm.headers()).containsEntry("X-User", new Secret("{.userId}"));
        assertThat(crm.url()).hasToString("https://crm.example/v1/%7B%7D?v=%7B%7D");
    }

    @Test
    void the_example_of_the_manual_holds() throws Exception {
        String manual = Files.readString(Path.of("docs/configuration.md"));
        String section = manual.substring(manual.indexOf("### Filter and transform"));
        String[] blocks = section.split("```(json)?\n", 5);
        conf.raw("destinations/crm.json", blocks[1]).raw("destinations/crm.jslt", blocks[3]);

        Payload payload = conf.valid().destinations().get("crm").payload();

        assertThat(payload.examples()).hasSize(2);
        assertThat(payload.target()).isEqualTo(Template.parse("/v1/contacts/{.userId}"));
    }

    @Test
    void each_format_has_its_word() {
        for (String word : Format.words()) {
            assertThat(crm("{'url':'http://a','format':'" + word + "'}")
                            .payload()
                            .format()
                            .word())
                    .isEqualTo(word);
        }
    }

    @Test
    void a_url_with_holes_and_without_a_path_has_the_root() {
        assertThat(crm("{'url':'http://a?u={.userId}'}").payload().target()).isEqualTo(Template.parse("/?u={.userId}"));
    }

    @Test
    void what_is_in_a_file_of_secrets_is_sent_as_it_is() {
        conf.raw("destinations/token", "{.userId}");
        assertThat(crm("{'url':'http://a','headers':{'x':{'file':'token'}}}")
                        .payload()
                        .headers())
                .isEmpty();
    }

    @Test
    void a_change_of_the_file_of_an_expression_is_a_change() {
        conf.raw("destinations/crm.jslt", ".a");
        DestinationConfig before = crm("{'url':'http://a','filter':{'file':'crm.jslt'}}");
        assertThat(conf.load().reads()).containsKey(directory.resolve("destinations/crm.jslt"));

        conf.raw("destinations/crm.jslt", ".b");
        assertThat(conf.valid().destinations().get("crm")).isNotEqualTo(before);
    }

    @Test
    void an_error_in_a_file_has_its_place() {
        conf.raw("destinations/crm.jslt", "{\n  \"a\": .b,\n  \"c\" .d\n}");
        conf.with("destinations/crm.json", "{'url':'http://a','transform':{'file':'crm.jslt'}}");

        assertThat(conf.errors())
                .singleElement()
                .asString()
                .startsWith("destinations/crm.json: /transform/file: is not JSLT: 3:")
                .endsWith(", expected a JSLT expression");
    }

    @Test
    void what_a_variable_holds_is_not_shown() {
        conf.variable("SECRET", "hunter2");
        conf.with("destinations/a.json", "{'url':'http://a','filter':'${SECRET} ==='}");
        conf.with(
                "destinations/b.json",
                "{'url':'http://a','transform':'{\\'a\\':\\'${SECRET}\\'}','examples':[{'in':{},'out':1}]}");

        assertThat(conf.errors()).hasSize(2).noneMatch(line -> line.contains("hunter2"));
    }
}

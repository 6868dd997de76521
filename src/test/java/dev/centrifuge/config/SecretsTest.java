package dev.centrifuge.config;

import dev.centrifuge.config.load.ConfDir;
import dev.centrifuge.config.load.Loaded;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A canary stands wherever a secret may, in right and in wrong places; it must never be seen again. */
class SecretsTest {
    private static final String CANARY = "c4n4ry";
    private static final String BASE64 = "whsec_c4n4ryAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private ConfDir conf;

    @BeforeEach
    void directory(@TempDir Path directory) {
        conf = new ConfDir(directory).raw("secret", CANARY + " \u0000");
    }

    @Test
    void secrets_areNotInToString() {
        conf.variable("CANARY", CANARY);
        conf.with(
                "gateway.json",
                "{'admin':{'token':'c4n4ry'},'kafka':{'bootstrap':'a:1','properties':{'ssl.key.password':'c4n4ry'}}}");
        conf.with("sources/web.json", "{'writeKeys':['c4n4ry','x${CANARY}']}");
        conf.with(
                "destinations/a.json",
                "{'url':'http://a','headers':{'x-a':'c4n4ry'},'auth':{'type':'bearer','token':'c4n4ry'},"
                        + "'signing':{'secrets':['" + BASE64 + "']}}");
        conf.with(
                "destinations/b.json", "{'url':'http://a','auth':{'type':'basic','username':'u','password':'c4n4ry'}}");
        conf.with("destinations/c.json", "{'url':'http://a','auth':{'type':'header','name':'x-b','value':'c4n4ry'}}");

        Loaded loaded = conf.load();

        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        assertThat(loaded.toString()).contains("***").doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'url':'http://u:c4n4ry@a/'}",
                "{'url':'http://u:c4n4ry@a b/'}",
                "{'url':'ftp://a/c4n4ry'}",
                "{'url':'http://a_b:x/c4n4ry'}",
                "{'url':'http://a:0/c4n4ry'}",
                "{'url':'http://a/#c4n4ry'}",
                "{'url':'http://a/\u00fcc4n4ry'}",
                "{'url':'http://a/ c4n4ry'}",
                "{'url':'http://a','headers':{'x':'c4n4ry\\n'}}",
                "{'url':'http://a','headers':{'x':['c4n4ry',1]}}",
                "{'url':'http://a','headers':{'x':['c4n4ry']}}",
                "{'url':'http://a','headers':'c4n4ry'}",
                "{'url':'http://a','headers':{'x':{'file':'../secret'}}}",
                "{'url':'http://a','headers':{'x':c4n4ry}}",
                "{'url':'http://a','auth':'c4n4ry'}",
                "{'url':'http://a','auth':{'type':'bearer','token':'c4n4ry '}}",
                "{'url':'http://a','auth':{'type':'basic','username':'u','password':'c4n4ry\\n'}}",
                "{'url':'http://a','auth':{'type':'header','name':'x','value':' c4n4ry'}}",
                "{'url':'http://a','signing':{'secrets':['whsec_c4n4ry']}}",
                "{'url':'http://a','signing':{'secrets':'c4n4ry'}}",
                "{'url':'http://a','signing':'c4n4ry'}",
                "{'url':'http://a','timeout':'${CANARY}','method':'${CANARY}','sources':['${CANARY}']}",
                "{'url':'${CANARY}','format':'${CANARY}','enabled':'${CANARY}','rate':{'limit':'${CANARY}'}}",
                "{'url':'http://a','auth':{'type':'${CANARY}'},'retry':{'factor':'${CANARY}'}}",
                "{'url':'http://a','auth':{'type':'basic','username':'${CANARY}:','password':''}}"
            })
    void secrets_areNotInErrors(String destination) {
        conf.variable("CANARY", CANARY).with("destinations/a.json", destination);

        assertThat(conf.errors()).isNotEmpty().noneMatch(line -> line.contains(CANARY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'admin':{'token':'c4n4ry '}}",
                "{'admin':{'token':['c4n4ry']}}",
                "{'admin':'c4n4ry'}",
                "{'kafka':{'bootstrap':'a:1','properties':{'acks':'c4n4ry'}}}",
                "{'kafka':{'bootstrap':'a:1','properties':{'sasl.jaas.config':'c4n4ry'}}}",
                "{'kafka':{'bootstrap':'a:1','properties':{'security.protocol':'c4n4ry'}}}",
                "{'kafka':{'bootstrap':'a:1','properties':['c4n4ry']}}"
            })
    void secretsOfTheGateway_areNotInErrors(String gateway) {
        conf.with("gateway.json", gateway);

        assertThat(conf.errors()).isNotEmpty().noneMatch(line -> line.contains(CANARY));
    }

    @Test
    void errors_holdNoLineBreaksNorEscapes() {
        conf.raw("gateway.json", "{\"node\":\"a\\n\\u001b[31m\\u202eb\",\"x\\u2028y\":1}");

        assertThat(conf.errors()).hasSize(2).allMatch(line -> line.matches("[\\x20-\\x7E]+"));
    }
}

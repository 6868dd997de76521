package dev.centrifuge.config.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.check.DurationText;
import dev.centrifuge.config.check.SizeText;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A schema accepts what the loader accepts, and refuses what it refuses, as far as a schema can say it. */
class SchemaValuesTest {
    private static Stream<Arguments> bounds() {
        List<Arguments> bounds = new ArrayList<>();
        for (Schemas schema : Schemas.values()) {
            Schemas.keys("", schema.text, (pointer, key) -> {
                JsonNode plain = key.at("/anyOf/0");
                JsonNode least = plain.has("minimum") ? plain.get("minimum") : key.get("x-minimum");
                JsonNode most = plain.has("maximum") ? plain.get("maximum") : key.get("x-maximum");
                if (least != null) {
                    bounds.add(Arguments.of(schema, pointer, least, -1));
                }
                if (most != null) {
                    bounds.add(Arguments.of(schema, pointer, most, 1));
                }
            });
        }
        return bounds.stream();
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void bounds_areTheLoaders(Schemas schema, String pointer, JsonNode bound, int beyond, @TempDir Path directory) {
        ConfDir conf = new ConfDir(directory);

        assertThat(outOfRange(conf, schema, pointer, bound)).as("the bound").isFalse();
        JsonNode outside = beyond(bound, beyond);
        if (outside != null) {
            assertThat(outOfRange(conf, schema, pointer, outside))
                    .as("beyond: " + outside)
                    .isTrue();
        }
    }

    private static boolean outOfRange(ConfDir conf, Schemas schema, String pointer, JsonNode value) {
        ObjectNode document = schema.leastDocument();
        if (schema == Schemas.DESTINATION && pointer.equals("/retry/max")) {
            document.withObject("/retry").put("initial", "1ms"); // The least "max" is "initial".
        }
        int last = pointer.lastIndexOf('/');
        ObjectNode parent = last == 0 ? document : document.withObject(pointer.substring(0, last));
        parent.set(pointer.substring(last + 1), value);
        conf.raw(schema.file, document.toString());
        String start = schema.file + ": " + pointer + ": ";
        return conf.errors().stream().anyMatch(line -> line.startsWith(start) && line.contains(" is out of range"));
    }

    /** One step beyond; null where that cannot be written. */
    private static JsonNode beyond(JsonNode bound, int step) {
        var json = Schemas.JSON.getNodeFactory();
        if (bound.isNumber()) {
            return json.numberNode(bound.decimalValue().add(BigDecimal.valueOf(step)));
        }
        var size = SizeText.parse(bound.asText());
        if (size.isPresent()) {
            return json.numberNode(size.getAsLong() + step);
        }
        long millis = DurationText.parse(bound.asText()).orElseThrow().toMillis() + step;
        return millis < 0 ? null : json.textNode(millis + "ms");
    }

    /** What a schema cannot express, by the file's words and the loader's. */
    private static final List<String> BEYOND_SCHEMAS = List.of(
            "/(ackTimeout|requestTimeout|retention|checkpoint|drain|window|timeout|per|retry/initial|retry/max|ttl|backlogAge|interval|repeat): .* is out of range",
            "/(queues|memory|maxBatch|maxEvent): .* is out of range",
            "/timeouts/[a-zA-Z]*: .* is out of range",
            "/auth/tokenUrl: is not https",
            "is not a client's secret",
            "is not a scope",
            "holds no certificate",
            "has 2 secrets",
            "where there was no answer",
            "/proxy/url: is missing",
            "stands alone",
            " is smaller than ",
            " is more than ",
            " is below \"interval\"",
            "\"(a:80|127\\.1)\" is not a host",
            "is the ingest port, too",
            "is a port of the embedded broker, too",
            "is reachable from other machines",
            "is not a token",
            "\"a:65536\" is not a list of brokers",
            "would have no effect",
            "is not a permitted value",
            "is not one entry of a permitted login module",
            "is not a write key",
            "does not exist",
            "cannot be read",
            "'http://[^/].*has no valid host",
            "has port ",
            "holds a character that is not ASCII",
            "which belongs to the connection",
            ": sets \"",
            "is not a header value",
            "stands twice, in different case",
            "is not a user name",
            "is not a password",
            "sets a header that \"headers\" sets",
            "is not a signing secret",
            "is not a source",
            "is not JSLT: (?!Encountered \"<EOF>)",
            "'http://.*is a template in its scheme, host or port",
            "is not a path such as",
            "a segment \"\\.\" or",
            "is an attribute of CloudEvents",
            "is not what comes of",
            "/examples/0/in: fails",
            "needs the environment variable",
            "from the environment");

    private static Stream<Arguments> rejections() {
        return Stream.of(
                        RejectionsTest.gateway(),
                        RejectionsTest.kafka(),
                        RejectionsTest.sources(),
                        DestinationRejections.destinations(),
                        DestinationRejections.access(),
                        PayloadRejections.payloads(),
                        DestinationRejections.http(),
                        RejectionsTest.unknown(),
                        RejectionsTest.references())
                .flatMap(rows -> rows)
                .map(row -> Arguments.of(row.get()[0], row.get()[1]));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void schema_refusesWhatTheLoaderRefuses(String file, String json, @TempDir Path directory) {
        String error = new ConfDir(directory).with(file, json).errors().get(0);
        boolean inexpressible = BEYOND_SCHEMAS.stream()
                .anyMatch(words -> Pattern.compile(words).matcher(json + error).find());

        boolean accepted = Schemas.of(file).accepts(Schemas.parse(json.replace('\'', '"')));

        assertThat(accepted).as(error).isEqualTo(inexpressible);
    }

    private static Stream<Arguments> valid() {
        String whsec = "whsec_" + "A".repeat(32);
        return Stream.of(
                Arguments.of("gateway.json", "{'ingest':{'port':0,'maxEvent':32768,'maxBatch':'1MB'},'drain':'0s'}"),
                Arguments.of(
                        "gateway.json",
                        "{'ingest':{'port':'${P:-1}','maxEvent':'${E:-1KiB}','ackTimeout':'${T:-1s}'}}"),
                Arguments.of("gateway.json", "{'admin':{'host':'::1','token':{'file':'token'}},'node':'a.b_c-1'}"),
                Arguments.of(
                        "gateway.json",
                        "{'kafka':{'bootstrap':'a:1,b:2','properties':{'client.rack':'a','retry.backoff.ms':7}}}"),
                Arguments.of("gateway.json", "{'kafka':{'bootstrap':'[::1]:9092'},'memory':{'queues':'90%'}}"),
                Arguments.of("gateway.json", "{'memory':{'queues':'1MiB'},'roles':['dispatch','ingest']}"),
                Arguments.of("sources/a.json", "{'$schema':'../x','writeKeys':['a',{'file':'b'}],'origins':[]}"),
                Arguments.of(
                        "sources/a.json", "{'enabled':'${E:-true}','origins':['${O:-*}'],'rate':{'limit':'${L:-5}'}}"),
                Arguments.of("destinations/a.json", "{'url':'HTTPS://a:1/b?c=d'}"),
                Arguments.of("destinations/a.json", "{'url':'${U:-http://a}','method':'${M:-PUT}','sources':['*']}"),
                Arguments.of(
                        "destinations/a.json", "{'url':'http://a','format':'json','ordering':'key','method':'GET'}"),
                Arguments.of(
                        "destinations/a.json",
                        "{'url':'http://a/{.userId}?x={.a[0]}','headers':{'x-user':'{.userId}'},'format':'ndjson',"
                                + "'filter':'.a','transform':{'file':'a.jslt'},'examples':[{'in':{},'out':null}]}"),
                Arguments.of("destinations/a.json", "{'url':'http://a','retry':{'factor':1.25},'headers':{'x-a':'b'}}"),
                Arguments.of(
                        "destinations/a.json",
                        "{'url':'http://a','auth':{'type':'basic','username':'a','password':''}}"),
                Arguments.of(
                        "destinations/a.json", "{'url':'http://a','auth':{'type':'header','name':'a','value':'b'}}"),
                Arguments.of("destinations/a.json", "{'url':'http://a','signing':{'secrets':['" + whsec + "']}}"),
                Arguments.of("destinations/a.json", "{'url':'http://a','signing':{'type':'segment','secrets':['a']}}"),
                Arguments.of(
                        "destinations/a.json",
                        "{'url':'http://a','auth':{'type':'oauth2','tokenUrl':'https://b/t','clientId':'c',"
                                + "'clientSecret':'d','scopes':['e','f'],'clientAuth':'${A:-client_secret_post}'}}"),
                Arguments.of(
                        "destinations/a.json",
                        "{'url':'https://a','auth':{'type':'oauth2','tokenUrl':'https://b/t','clientId':'c',"
                                + "'clientAuth':'tls_client_auth','cert':'../client.pem','key':'../client.key'}}"),
                Arguments.of(
                        "destinations/a.json",
                        "{'url':'http://a','timeouts':{'connect':'1m','firstByte':'10m'},"
                                + "'answers':{'409':'delivered','4xx':'retry','410':'dead','tls':'disable'}}"),
                Arguments.of("destinations/a.json", "{'url':'http://a','proxy':{'enabled':false}}"),
                Arguments.of(
                        "gateway.json",
                        "{'proxy':{'url':'http://p:3128','username':'u','password':{'file':'token'},'resolve':'proxy'}}"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void schema_acceptsWhatTheLoaderAccepts(String file, String json, @TempDir Path directory) throws Exception {
        // The secrets that some of the rows point to.
        ConfDir conf = new ConfDir(directory)
                .raw("sources/b", "key")
                .raw("token", "t")
                .raw("client.pem", Pem.certificate())
                .raw("client.key", Pem.key())
                .raw("destinations/a.jslt", ".");
        assertThat(conf.with(file, json).errors()).isEmpty();
        assertThat(Schemas.of(file).accepts(Schemas.parse(json.replace('\'', '"'))))
                .isTrue();
    }
}

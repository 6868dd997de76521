package dev.centrifuge.config.load;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each rejection: the file, what is in it, and how the only line begins that tells what is wrong with it. */
class RejectionsTest {
    private static final String D = "{'url':'http://a.example/',";

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource({
        "syntax",
        "gateway",
        "kafka",
        "sources",
        "dev.centrifuge.config.load.DestinationRejections#destinations",
        "dev.centrifuge.config.load.DestinationRejections#access",
        "dev.centrifuge.config.load.DestinationRejections#http",
        "unknown",
        "references",
        "dev.centrifuge.config.load.PayloadRejections#payloads",
        "dev.centrifuge.config.load.PayloadRejections#batches"
    })
    void file_isRefused(String file, String json, String error, @TempDir Path directory) {
        ConfDir conf = new ConfDir(directory).with(file, json);

        assertThat(conf.errors())
                .singleElement()
                .asString()
                .startsWith(file + ": " + error.replace('\'', '"').replace('`', '\''));
    }

    static Arguments row(String file, String json, String error) {
        return Arguments.of(file, json, error);
    }

    static Arguments gw(String json, String error) {
        return row("gateway.json", json, error);
    }

    private static Arguments src(String json, String error) {
        return row("sources/web.json", json, error);
    }

    static Arguments dst(String rest, String error) {
        return row("destinations/crm.json", D + rest + "}", error);
    }

    static Stream<Arguments> syntax() {
        return Stream.of(
                gw("", "/: is empty, expected a JSON object, at least {}"),
                gw("[]", "/: is an array, expected a JSON object"),
                gw("{", "/: bad JSON at 1:2 (Unexpected end-of-input: expected close marker for Object), expected"),
                gw("{'ingest':{'port':1,}}", "/ingest/port: bad JSON at 1:21 (Unexpected character"),
                gw(
                        "{'ingest':\n  {'port':1,\n   'port':2}}",
                        "/ingest/port: bad JSON at 3:10 (Duplicate field `port`)"),
                gw("{'admin':{'token':hunter2}}", "/admin/token: bad JSON at 1:19 (a word without quotes), expected"),
                gw("{} x", "/: bad JSON at 1:4 (a word without quotes)"),
                gw("{} {}", "/: goes on after its end at 1:4, expected one JSON object"),
                gw("{'a\nb':1}", "/: bad JSON at 1:4 (Illegal unquoted character ((CTRL-CHAR, code 10))"),
                gw(
                        "{'a\\nb':1}",
                        "/a\\u000ab: unknown key 'a\\u000ab', expected one of admin, alerts, attempts, checkpoint"),
                gw("{'a/b~c':1}", "/a~1b~0c: unknown key 'a/b~c'"),
                gw("{'drain':NaN}", "/drain: bad JSON at"),
                gw("{'drain':'1s'} // why", "/: bad JSON at 1:16"),
                gw("{'topics':{'partitions':007}}", "/topics/partitions: bad JSON at"),
                row("sources/Web.json", "{}", "/: 'Web' is not an id, expected 1 to 63 lower-case letters, digits"),
                row("sources/-a.json", "{}", "/: '-a' is not an id"),
                row("sources/" + "a".repeat(64) + ".json", "{}", "/: '" + "a".repeat(64) + "' is not an id"),
                row(
                        "sources/centrifuge.json",
                        "{}",
                        "/: 'centrifuge' is reserved for events of the gateway itself, expected"),
                row("destinations/a b.json", "{}", "/: 'a b' is not an id"),
                row("destinations/crm.JSON", "{}", "/: is not a file that is read, expected a name that ends in .json"),
                row("gatewy.json", "{}", "/: is not a file that is read, did you mean 'gateway.json'?, expected"),
                row("sources", "{}", "/: is not a directory, expected a directory of JSON files"));
    }

    static Stream<Arguments> gateway() {
        return Stream.of(
                gw("{'ingets':{}}", "/ingets: unknown key 'ingets', did you mean 'ingest'?, expected one of admin, "),
                gw(
                        "{'ingest':{'max_event':1}}",
                        "/ingest/max_event: unknown key 'max_event', did you mean 'maxEvent'?"),
                gw("{'ingest':[]}", "/ingest: is an array, expected an object"),
                gw("{'ingest':null}", "/ingest: is null, expected an object"),
                gw("{'ingest':{'host':''}}", "/ingest/host: '' is not a host, expected a host name or an IP address"),
                gw("{'ingest':{'host':'a:80'}}", "/ingest/host: 'a:80' is not a host"),
                gw("{'ingest':{'host':'127.1'}}", "/ingest/host: '127.1' is not a host"),
                gw("{'ingest':{'host':7}}", "/ingest/host: 7 is a number, expected a string"),
                gw("{'ingest':{'port':65536}}", "/ingest/port: 65536 is out of range, expected 0 to 65535"),
                gw("{'ingest':{'port':-1}}", "/ingest/port: -1 is out of range, expected 0 to 65535"),
                gw("{'ingest':{'port':80.5}}", "/ingest/port: 80.5 is a number, expected a whole number"),
                gw("{'ingest':{'port':'80'}}", "/ingest/port: '80' is a string, expected a whole number"),
                gw("{'ingest':{'port':4294967376}}", "/ingest/port: 4294967376 is out of range, expected 0 to 65535"),
                gw("{'ingest':{'port':1e99999}}", "/ingest/port: 1E+99999 is out of range, expected 0 to 65535"),
                gw("{'ingest':{'maxEvent':'32kb'}}", "/ingest/maxEvent: '32kb' is not a size, expected bytes, or"),
                gw("{'ingest':{'maxEvent':true}}", "/ingest/maxEvent: true is a boolean, expected bytes"),
                gw("{'ingest':{'maxEvent':0}}", "/ingest/maxEvent: 0 is out of range, expected 1B to 1MiB"),
                gw(
                        "{'ingest':{'maxBatch':'65MiB'}}",
                        "/ingest/maxBatch: '65MiB' is out of range, expected 1B to 64MiB"),
                gw(
                        "{'ingest':{'maxEvent':'512KiB'}}",
                        "/ingest/maxBatch: 500KiB is smaller than the largest event, expected at least maxEvent, 512KiB"),
                gw(
                        "{'ingest':{'maxInFlight':'400KiB'}}",
                        "/ingest/maxInFlight: '400KiB' is smaller than the largest batch"),
                gw(
                        "{'ingest':{'maxBatchEvents':0}}",
                        "/ingest/maxBatchEvents: 0 is out of range, expected 1 to 100000"),
                gw("{'ingest':{'maxConnections':0}}", "/ingest/maxConnections: 0 is out of range"),
                gw(
                        "{'ingest':{'ackTimeout':'4'}}",
                        "/ingest/ackTimeout: '4' is not a duration, expected a whole number with"),
                gw(
                        "{'ingest':{'ackTimeout':4}}",
                        "/ingest/ackTimeout: 4 is a number, expected a whole number with a unit"),
                gw("{'ingest':{'ackTimeout':'2m'}}", "/ingest/ackTimeout: '2m' is out of range, expected 10ms to 1m"),
                gw(
                        "{'ingest':{'requestTimeout':'9ms'}}",
                        "/ingest/requestTimeout: '9ms' is out of range, expected 10ms"),
                gw(
                        "{'ingest':{'publicUrl':'events.example'}}",
                        "/ingest/publicUrl: is not an absolute http or https URL"),
                gw("{'ingest':{'publicUrl':'ftp://events.example'}}", "/ingest/publicUrl: is not an absolute"),
                gw("{'ingest':{'publicUrl':'https://a.example/?k=1'}}", "/ingest/publicUrl: holds a query (?…)"),
                gw("{'ingest':{'publicUrl':'https://me@a.example/'}}", "/ingest/publicUrl: holds a user name or"),
                gw("{'ingest':{'publicUrl':'https://a b/'}}", "/ingest/publicUrl: is not a URL (Illegal character"),
                gw("{'ingest':{'port':18081},'admin':{'port':18081}}", "/admin/port: 18081 is the ingest port, too"),
                gw(
                        "{'ingest':{'host':'0.0.0.0','port':9},'admin':{'host':'localhost','port':9}}",
                        "/admin/port: 9 is the ingest port, too"),
                gw(
                        "{'ingest':{'port':19093}}",
                        "/ingest/port: 19093 is a port of the embedded broker, too, expected a port"),
                gw("{'admin':{'port':19092}}", "/admin/port: 19092 is a port of the embedded broker, too"),
                gw(
                        "{'admin':{'host':'0.0.0.0'}}",
                        "/admin/host: '0.0.0.0' is reachable from other machines and no token is set, expected 127.0.0.1"),
                gw("{'admin':{'host':'127.0.0.1.example'}}", "/admin/host: '127.0.0.1.example' is reachable"),
                gw("{'admin':{'host':'::','token':''}}", "/admin/host: '::' is reachable from other machines"),
                gw("{'admin':{'host':'0.0.0.0','token':7}}", "/admin/token: is a number"),
                gw("{'admin':{'host':'0.0.0.0','token':{}}}", "/admin/token/file: is missing"),
                gw("{'admin':{'host':'0.0.0.0','token':'${NOT_SET}'}}", "/admin/token: needs the environment variable"),
                gw("{'admin':{'token':'a b'}}", "/admin/token: is not a token, expected 1 to 1024 visible ASCII"),
                gw("{'admin':{'token':7}}", "/admin/token: is a number, expected a string or {'file': 'path'}"),
                gw("{'topics':{'prefix':'a b'}}", "/topics/prefix: 'a b' cannot begin the names of topics"),
                gw("{'topics':{'partitions':0}}", "/topics/partitions: 0 is out of range, expected 1 to 10000"),
                gw(
                        "{'topics':{'replication':3}}",
                        "/topics/replication: 3 is more than the one broker that is embedded"),
                gw("{'topics':{'replication':0}}", "/topics/replication: 0 is out of range, expected 1 to 100"),
                gw(
                        "{'topics':{'retention':'3651d'}}",
                        "/topics/retention: '3651d' is out of range, expected 1m to 3650d"),
                gw(
                        "{'memory':{'queues':'0%'}}",
                        "/memory/queues: '0%' is not a share, expected '1%' to '90%' of the heap"),
                gw("{'memory':{'queues':'91%'}}", "/memory/queues: '91%' is not a share"),
                gw(
                        "{'memory':{'queues':'2GiB'}}",
                        "/memory/queues: '2GiB' is more than there is, expected at most 100MiB"),
                gw("{'dedupe':{'window':'8d'}}", "/dedupe/window: '8d' is out of range, expected 0ms to 7d"),
                gw("{'dedupe':{'memory':'1023KiB'}}", "/dedupe/memory: '1023KiB' is out of range, expected 1MiB to"),
                gw(
                        "{'attempts':{'successes':'101%'}}",
                        "/attempts/successes: '101%' is not a part, expected 'none', 'all', or a percentage such as '0.1%'"),
                gw("{'attempts':{'successes':0.5}}", "/attempts/successes: 0.5 is a number, expected 'none', 'all'"),
                gw(
                        "{'attempts':{'memory':'2GiB'}}",
                        "/attempts/memory: '2GiB' is out of range, expected 256KiB to 1GiB"),
                gw("{'alerts':{'enabled':'no'}}", "/alerts/enabled: 'no' is a string"),
                gw(
                        "{'alerts':{'backlogAge':'999ms'}}",
                        "/alerts/backlogAge: '999ms' is out of range, expected 1s to 30d"),
                gw("{'alerts':{'interval':'0ms'}}", "/alerts/interval: '0ms' is out of range, expected 1s to 1d"),
                gw("{'alerts':{'repeat':'31d'}}", "/alerts/repeat: '31d' is out of range, expected 0ms to 30d"),
                gw("{'alerts':{'repeat':'59s'}}", "/alerts/repeat: '59s' is below 'interval', expected 0ms, or"),
                gw("{'memory':{'queues':1000}}", "/memory/queues: 1000 is out of range, expected 64KiB to"),
                gw("{'roles':[]}", "/roles: is empty, expected 'ingest', 'dispatch' or both"),
                gw("{'roles':'ingest'}", "/roles: is a string, expected an array"),
                gw("{'roles':['ingest','ingest']}", "/roles/1: stands twice, expected each element once"),
                gw(
                        "{'roles':['dispatcher']}",
                        "/roles/0: 'dispatcher' is not one of the choices, did you mean 'dispatch'?"),
                gw("{'node':'a b'}", "/node: 'a b' is not a name for a node"),
                gw("{'checkpoint':'6s'}", "/checkpoint: '6s' is out of range, expected 10ms to 5s"),
                gw("{'drain':'30s'}", "/drain: '30s' is out of range, expected 0ms to 25s"));
    }

    static Stream<Arguments> kafka() {
        return Stream.of(
                gw("{'kafka':{}}", "/kafka: names no Kafka, expected either 'embedded' or 'bootstrap'"),
                gw("{'kafka':{'embedded':{},'bootstrap':'a:1'}}", "/kafka: names two Kafkas, expected either"),
                gw(
                        "{'kafka':{'embedded':{'port':65535}}}",
                        "/kafka/embedded/port: 65535 is out of range, expected 1 to 65534"),
                gw("{'kafka':{'embedded':{'dir':''}}}", "/kafka/embedded/dir: '' is not a path"),
                gw(
                        "{'kafka':{'bootstrap':'a'}}",
                        "/kafka/bootstrap: 'a' is not a list of brokers, expected 'host:port'"),
                gw("{'kafka':{'bootstrap':'a:1,'}}", "/kafka/bootstrap: 'a:1,' is not a list of brokers"),
                gw("{'kafka':{'bootstrap':'a:65536'}}", "/kafka/bootstrap: 'a:65536' is not a list of brokers"),
                gw("{'kafka':{'bootstrap':'::1:9092'}}", "/kafka/bootstrap: '::1:9092' is not a list of brokers"),
                gw(
                        "{'kafka':{'embedded':{},'properties':{'client.rack':'a'}}}",
                        "/kafka/properties: would have no effect"),
                property("acks", "1", "is not a property that may be set: only how to reach the cluster and how to"),
                property(
                        "sasl.mechanisms",
                        "PLAIN",
                        "is not a property that may be set: only how to reach the cluster and"
                                + " how to authenticate; the gateway`s guarantees rest on its own settings, did you mean 'sasl.mechanism'?"),
                property("sasl.kerberos.kinit.cmd", "/bin/sh", "is not a property that may be set"),
                property("ssl.engine.factory.class", "x", "is not a property that may be set"),
                property("ssl.endpoint.identification.algorithm", "", "is not a permitted value, expected https"),
                property("ssl.protocol", "TLSv1", "is not a permitted value, expected TLSv1.2 or TLSv1.3"),
                property("security.protocol", "ssl", "is not a permitted value, expected PLAINTEXT or SASL_PLAINTEXT"),
                property("sasl.login.callback.handler.class", "x.Y", "is not a permitted value"),
                jaas("com.sun.security.auth.module.JndiLoginModule required user.provider.url=\\\"ldap://x\\\";"),
                jaas("com.sun.security.auth.module.LdapLoginModule required;"),
                jaas("org.apache.kafka.common.security.plain.PlainLoginModule required; x.Evil required;"),
                jaas("/* */ org.apache.kafka.common.security.plain.PlainLoginModule required;"),
                jaas("org.apache.kafka.common.security.plain.PlainLoginModule required username=\\\"a"));
    }

    private static Arguments property(String name, String value, String error) {
        String json = "{'kafka':{'bootstrap':'a:1','properties':{'" + name + "':'" + value + "'}}}";
        return gw(json, "/kafka/properties/" + name + ": " + error);
    }

    private static Arguments jaas(String value) {
        return property("sasl.jaas.config", value, "is not one entry of a permitted login module");
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                src(
                        "{'writeKey':['a']}",
                        "/writeKey: unknown key 'writeKey', did you mean 'writeKeys'?, expected one of"),
                src("{'schemas':{}}", "/schemas: is an object, expected an array"),
                src("{'schemas':['a']}", "/schemas/0: is a string, expected an object such as {'type': 'track',"),
                src("{'schemas':[{}]}", "/schemas/0/file: is missing, expected a file with a JSON Schema"),
                src("{'schemas':[{'type':7,'file':'web.json'}]}", "/schemas/0/type: 7 is a number, expected a string"),
                src("{'schemas':[{'type':'','file':'web.json'}]}", "/schemas/0/type: '' is not a name"),
                src("{'schemas':[{'event':'','file':'web.json'}]}", "/schemas/0/event: '' is not a name"),
                src("{'schemas':[{'file':'../none.json'}]}", "/schemas/0/file: '../none.json' does not exist"),
                src("{'writeKeys':'a'}", "/writeKeys: is a string, expected an array"),
                src(
                        "{'writeKeys':['']}",
                        "/writeKeys/0: is not a write key, expected 1 to 256 visible ASCII characters"),
                src("{'writeKeys':['ok','a:b']}", "/writeKeys/1: is not a write key"),
                src("{'writeKeys':['a','a']}", "/writeKeys/1: stands twice, expected each element once"),
                src("{'writeKeys':[null]}", "/writeKeys/0: is null, expected a string or {'file': 'path'}"),
                src("{'writeKeys':[{}]}", "/writeKeys/0/file: is missing, expected a string or {'file': 'path'}"),
                src(
                        "{'writeKeys':[{'file':'nope'}]}",
                        "/writeKeys/0/file: 'nope' does not exist, expected a readable file"),
                src("{'writeKeys':[{'file':'.'}]}", "/writeKeys/0/file: '.' cannot be read: not a regular file"),
                src(
                        "{'writeKeys':[{'file':'/dev/null'}]}",
                        "/writeKeys/0/file: '/dev/null' cannot be read: not a regular file"),
                src("{'writeKeys':[{'file':'web.json','path':'b'}]}", "/writeKeys/0/path: unknown key 'path'"),
                src("{'enabled':1}", "/enabled: 1 is a number, expected true or false"),
                src("{'enabled':'true'}", "/enabled: 'true' is a string, expected true or false"),
                src(
                        "{'origins':['shop.example']}",
                        "/origins/0: 'shop.example' is not an origin, expected '*' or a scheme"),
                src("{'origins':['https://shop.example/']}", "/origins/0: 'https://shop.example/' is not an origin"),
                src("{'rate':{}}", "/rate/limit: is missing, expected how many events"),
                src("{'rate':{'limit':0}}", "/rate/limit: 0 is out of range, expected 1 to 1000000000"),
                src("{'rate':{'limit':1,'per':'0s'}}", "/rate/per: '0s' is out of range, expected 1ms to 1d"),
                src("{'rate':{'limit':1,'burst':0}}", "/rate/burst: 0 is out of range, expected 1 to 1000000000"),
                src("{'rate':7}", "/rate: is a number, expected an object"));
    }

    static Arguments to(String path, String error) {
        return row("destinations/crm.json", "{'url':'http://a.example" + path + "'}", error);
    }

    static Stream<Arguments> unknown() {
        return Stream.of(
                dst("'formt':'json'", "/formt: unknown key 'formt', did you mean 'format'?, expected one of answers, "),
                gw("{'batch':{}}", "/batch: unknown key 'batch'"),
                src("{'filter':'x'}", "/filter: unknown key 'filter'"));
    }

    static Stream<Arguments> references() {
        return Stream.of(
                dst("'sources':['wbe']", "/sources/0: 'wbe' is not a source, expected '*' or a name from sources/"),
                dst("'sources':[]", "/sources: is empty, expected '*' or at least one source"),
                dst("'sources':['*','*']", "/sources/1: stands twice"),
                dst("'sources':'*'", "/sources: is a string, expected an array"),
                gw(
                        "{'node':'${NOT_SET}'}",
                        "/node: needs the environment variable NOT_SET, which is not set, expected a variable"),
                gw("{'node':'${1}'}", "/node: holds '${' that is not ${NAME} or ${NAME:-default}"),
                gw("{'node':'${A'}", "/node: holds '${' that is not"),
                gw(
                        "{'ingest':{'port':'${A:-x}'}}",
                        "/ingest/port: '${A:-x}' from the environment is something else, expected"));
    }
}

package dev.centrifuge.config.load;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

import static dev.centrifuge.config.load.RejectionsTest.dst;
import static dev.centrifuge.config.load.RejectionsTest.gw;
import static dev.centrifuge.config.load.RejectionsTest.row;

/** Rows of {@link RejectionsTest}: where a destination is, who may send to it, and how its answers are taken. */
final class DestinationRejections {
    private DestinationRejections() {}

    static Stream<Arguments> destinations() {
        return Stream.of(
                row("destinations/crm.json", "{}", "/url: is missing, expected the http or https URL that events"),
                url("", "is not an absolute http or https URL, expected http://… or https://…"),
                url("/hook", "is not an absolute http or https URL"),
                url("ftp://a/", "is not an absolute http or https URL"),
                url("file:///etc/passwd", "is not an absolute http or https URL"),
                url("mailto:a@b", "is not an absolute http or https URL"),
                url("http:a", "has no valid host"),
                url("http:///x", "has no valid host"),
                url("http://u:p@a/", "holds a user name or a password, expected none: use 'auth'"),
                url("http://u:p@b@a/", "holds a user name or a password"),
                url("http://a/#x", "holds a fragment (#…), expected none"),
                url("http://a:0/", "has port 0, expected 1 to 65535"),
                url("http://a:70000/", "has port 70000, expected 1 to 65535"),
                url("http://2130706433/", "has no valid host, expected a DNS name"),
                url("http://0x7f.1/", "has no valid host"),
                url("http://0177.0.0.1/", "has no valid host"),
                url("http://b\u00fccher.example/", "has no valid host"),
                url("http://a/\u00fc", "holds a character that is not ASCII, expected such characters percent-encoded"),
                url("http://a/ b", "is not a URL (Illegal character in path), expected an absolute http"),
                url("http://a/\\r\\nx", "is not a URL (Illegal character in path)"),
                dst(
                        "'method':'post'",
                        "/method: 'post' is not a method for deliveries, expected POST, PUT, PATCH, GET"),
                dst("'method':'TRACE'", "/method: 'TRACE' is not a method for deliveries"),
                dst("'headers':{'a b':'x'}", "/headers/a b: is not a header name, expected letters, digits and"),
                dst(
                        "'headers':{'Transfer-Encoding':'x'}",
                        "/headers/Transfer-Encoding: sets 'transfer-encoding', which"),
                dst(
                        "'headers':{'Host':'x'}",
                        "/headers/Host: sets 'host', expected a header that the gateway does not"),
                dst("'headers':{'content-length':'1'}", "/headers/content-length: sets 'content-length'"),
                dst("'headers':{'Webhook-Id':'x'}", "/headers/Webhook-Id: sets 'webhook-id'"),
                dst("'headers':{'x-centrifuge-a':'x'}", "/headers/x-centrifuge-a: sets 'x-centrifuge-a'"),
                dst("'headers':{'x-a':'a\\nb'}", "/headers/x-a: is not a header value, expected 1 to 8192 printable"),
                dst("'headers':{'x-a':' a'}", "/headers/x-a: is not a header value"),
                dst("'headers':{'x-a':'\u00fc'}", "/headers/x-a: is not a header value"),
                dst("'headers':{'x-a':1}", "/headers/x-a: is a number, expected a string or {'file': 'path'}"),
                dst("'headers':{'x-a':'1','X-A':'2'}", "/headers/x-a: stands twice, in different case, expected each"),
                dst("'headers':[]", "/headers: is an array, expected an object"),
                dst("'concurrency':{'max':0}", "/concurrency/max: 0 is out of range, expected 1 to 10000"),
                dst(
                        "'concurrency':{'adaptive':'on'}",
                        "/concurrency/adaptive: 'on' is a string, expected true or false"),
                dst("'timeout':'0ms'", "/timeout: '0ms' is out of range, expected 1ms to 10m"),
                dst("'retry':{'initial':'0ms'}", "/retry/initial: '0ms' is out of range, expected 1ms to 1h"),
                dst("'retry':{'initial':'1m','max':'1s'}", "/retry/max: '1s' is out of range, expected 1m to 1d"),
                dst("'retry':{'factor':0.99}", "/retry/factor: 0.99 is out of range, expected 1.0 to 100.0"),
                dst("'retry':{'factor':1e400}", "/retry/factor: 1E+400 is out of range"),
                dst("'retry':{'factor':'2'}", "/retry/factor: '2' is a string, expected a number"),
                dst("'retry':{'ttl':'31d'}", "/retry/ttl: '31d' is out of range, expected 1ms to 30d"),
                dst("'rate':{'limit':1,'brust':1}", "/rate/brust: unknown key 'brust', did you mean 'burst'?"));
    }

    private static Arguments url(String url, String error) {
        return row("destinations/crm.json", "{'url':'" + url + "'}", "/url: " + error);
    }

    static Stream<Arguments> access() {
        return Stream.of(
                dst("'auth':{}", "/auth/type: is missing, expected bearer, basic, header, oauth2, mtls"),
                dst(
                        "'auth':{'type':'baerer'}",
                        "/auth/type: 'baerer' is not one of the choices, did you mean 'bearer'?"),
                dst("'auth':{'type':'bearer'}", "/auth/token: is missing, expected a secret"),
                dst("'auth':{'type':'bearer','token':''}", "/auth/token: is not a header value"),
                dst(
                        "'auth':{'type':'bearer','token':'a','name':'b'}",
                        "/auth/name: unknown key 'name', expected one of"),
                dst(
                        "'auth':{'type':'basic','username':'a:b','password':'c'}",
                        "/auth/username: 'a:b' is not a user name"),
                dst("'auth':{'type':'basic','username':'a'}", "/auth/password: is missing"),
                dst("'auth':{'type':'basic','username':'a','password':'\\u0000'}", "/auth/password: is not a password"),
                dst("'auth':{'type':'header','name':'host','value':'a'}", "/auth/name: sets 'host'"),
                dst("'auth':{'type':'header','name':'x-a','value':'\\r'}", "/auth/value: is not a header value"),
                dst(
                        "'auth':{'type':'bearer','token':'t'},'headers':{'Authorization':'x'}",
                        "/auth: sets a header that 'headers' sets, too, expected it in one of the two"),
                oauth2(
                        "'clientId':'c','clientSecret':'s'",
                        "tokenUrl: is missing, expected the URL of the token endpoint"),
                oauth2("'tokenUrl':'https://l','clientSecret':'s'", "clientId: is missing, expected the id of this"),
                oauth2("'tokenUrl':'https://l','clientId':'c'", "clientSecret: is missing, expected a secret"),
                oauth2(
                        "'tokenUrl':'http://l','clientId':'c','clientSecret':'s'",
                        "tokenUrl: is not https, expected https, or a destination with privateNetwork"),
                oauth2(
                        "'tokenUrl':'https://u:p@l','clientId':'c','clientSecret':'s'",
                        "tokenUrl: holds a user name or a password"),
                oauth2(CLIENT + ",'clientId':''", "clientId: '' is not a client`s id, expected 1 to 1024 printable"),
                oauth2(
                        "'tokenUrl':'https://l','clientId':'c','clientSecret':'a\\nb'",
                        "clientSecret: is not a client`s"),
                oauth2(CLIENT + ",'clientId':'c','scopes':['a','b c']", "scopes/1: 'b c' is not a scope"),
                oauth2(
                        CLIENT + ",'clientId':'c','clientAuth':'basic'",
                        "clientAuth: 'basic' is not one of the choices"),
                oauth2(
                        CLIENT + ",'clientId':'c','ca':'nope.pem'",
                        "ca: 'nope.pem' does not exist, expected a PEM file"),
                oauth2(CLIENT + ",'clientId':'c','ca':'crm.json'", "ca: holds no certificate that can be read"),
                dst("'tls':{}", "/tls/ca: is missing, expected a PEM file with certificates of authorities"),
                dst("'tls':{'ca':'crm.json'}", "/tls/ca: holds no certificate that can be read, expected a PEM file"),
                dst("'signing':{}", "/signing/secrets: is missing, expected at least one secret"),
                dst("'signing':{'secrets':[]}", "/signing/secrets: has 0 secrets, expected 1 to 10"),
                dst(
                        "'signing':{'type':'hmac','secrets':['whsec_" + "A".repeat(32) + "']}",
                        "/signing/type: 'hmac' is not one of the choices, expected standard-webhooks, segment"),
                dst(
                        "'signing':{'type':'segment','secrets':['a','b']}",
                        "/signing/secrets: has 2 secrets, expected exactly 1"),
                dst("'signing':{'type':'segment','secrets':['\\n']}", "/signing/secrets/0: is not a signing secret"),
                dst(
                        "'signing':{'type':'segment','secrets':['a']},'headers':{'X-Signature':'x'}",
                        "/signing: sets a header that 'headers' sets, too"),
                signing("whsec_" + "A".repeat(28)),
                signing("whsec_" + "A".repeat(88)),
                signing("whsec_" + "A".repeat(31) + "-"),
                signing("whsk_" + "A".repeat(44)),
                signing("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    private static final String CLIENT = "'tokenUrl':'https://l','clientSecret':'s'";

    private static Arguments oauth2(String members, String error) {
        return dst("'auth':{'type':'oauth2'," + members + "}", "/auth/" + error);
    }

    static Stream<Arguments> http() {
        return Stream.of(
                dst("'timeouts':{'connect':'0ms'}", "/timeouts/connect: '0ms' is out of range, expected 1ms to 1m"),
                dst("'timeouts':{'tls':'61s'}", "/timeouts/tls: '61s' is out of range, expected 1ms to 1m"),
                dst(
                        "'timeouts':{'firstByte':'11m'}",
                        "/timeouts/firstByte: '11m' is out of range, expected 1ms to 10m"),
                dst(
                        "'answers':{'600':'dead'}",
                        "/answers/600: is not an answer, expected a status 200 to 599, a class"),
                dst("'answers':{'4XX':'dead'}", "/answers/4XX: is not an answer"),
                dst("'answers':{'token':'dead'}", "/answers/token: is not an answer"),
                dst("'answers':{'409':'drop'}", "/answers/409: 'drop' is not one of the choices, expected delivered, "),
                dst("'answers':{'409':true}", "/answers/409: true is a boolean, expected a string"),
                dst(
                        "'answers':{'timeout':'delivered'}",
                        "/answers/timeout: is 'delivered' where there was no answer, expected retry, dead or disable"),
                dst("'answers':['409']", "/answers: is an array, expected an object"),
                dst("'proxy':{}", "/proxy/url: is missing, expected http://host:port of the proxy"),
                dst("'proxy':{'url':'https://p:1'}", "/proxy/url: is not http://host:port, expected no https, no path"),
                dst("'proxy':{'url':'http://p:1/x'}", "/proxy/url: is not http://host:port"),
                dst("'proxy':{'url':'http://u:s@p:1'}", "/proxy/url: holds a user name or a password"),
                dst("'proxy':{'url':'http://p:1','username':'u'}", "/proxy/password: stands alone: a user name and a"),
                dst("'proxy':{'url':'http://p:1','resolve':'dns'}", "/proxy/resolve: 'dns' is not one of the choices"),
                gw(
                        "{'proxy':{'url':'http://p:1','pasword':'x'}}",
                        "/proxy/pasword: unknown key 'pasword', did you mean"),
                gw("{'proxy':{}}", "/proxy/url: is missing"));
    }

    private static Arguments signing(String secret) {
        return dst("'signing':{'secrets':['" + secret + "']}", "/signing/secrets/0: is not a signing secret, expected");
    }
}

package dev.centrifuge.config.check;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What may be said about a real Kafka cluster. Only properties that say how to reach it and how to prove who we are may
 * be set: the gateway's promises rest on its own settings of everything else ({@code acks}, idempotence, groups,
 * isolation), and properties that name a class or a command to run would turn a configuration file into code.
 */
public final class KafkaRules {
    /** Properties by their names in Kafka 4.3's CommonClientConfigs, SaslConfigs and SslConfigs. */
    public static final Set<String> PROPERTIES = Set.of(
            "client.dns.lookup",
            "client.rack",
            "connections.max.idle.ms",
            "metadata.max.age.ms",
            "metadata.recovery.rebootstrap.trigger.ms",
            "metadata.recovery.strategy",
            "receive.buffer.bytes",
            "reconnect.backoff.max.ms",
            "reconnect.backoff.ms",
            "retry.backoff.max.ms",
            "retry.backoff.ms",
            "sasl.jaas.config",
            "sasl.kerberos.min.time.before.relogin",
            "sasl.kerberos.service.name",
            "sasl.kerberos.ticket.renew.jitter",
            "sasl.kerberos.ticket.renew.window.factor",
            "sasl.login.callback.handler.class",
            "sasl.login.connect.timeout.ms",
            "sasl.login.read.timeout.ms",
            "sasl.login.refresh.buffer.seconds",
            "sasl.login.refresh.min.period.seconds",
            "sasl.login.refresh.window.factor",
            "sasl.login.refresh.window.jitter",
            "sasl.login.retry.backoff.max.ms",
            "sasl.login.retry.backoff.ms",
            "sasl.mechanism",
            "sasl.oauthbearer.client.credentials.client.id",
            "sasl.oauthbearer.client.credentials.client.secret",
            "sasl.oauthbearer.scope",
            "sasl.oauthbearer.token.endpoint.url",
            "security.protocol",
            "send.buffer.bytes",
            "session.timeout.ms",
            "socket.connection.setup.timeout.max.ms",
            "socket.connection.setup.timeout.ms",
            "ssl.cipher.suites",
            "ssl.enabled.protocols",
            "ssl.endpoint.identification.algorithm",
            "ssl.key.password",
            "ssl.keymanager.algorithm",
            "ssl.keystore.certificate.chain",
            "ssl.keystore.key",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.protocol",
            "ssl.trustmanager.algorithm",
            "ssl.truststore.certificates",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type");

    private static final Pattern BROKER =
            Pattern.compile("(?:\\[(?<address>[^]]*:[^]]*)]|(?<name>[^\\[\\]:]+)):(?<port>[1-9]\\d{0,4})");
    private static final String OAUTH_HANDLER =
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";

    // The whole text must be one entry of a known module, without comments. Kafka itself refuses only Jndi- and
    // LdapLoginModule; what is not known to be harmless is refused here.
    private static final Pattern JAAS = Pattern.compile("\\s*("
            + "org\\.apache\\.kafka\\.common\\.security\\.plain\\.PlainLoginModule"
            + "|org\\.apache\\.kafka\\.common\\.security\\.scram\\.ScramLoginModule"
            + "|org\\.apache\\.kafka\\.common\\.security\\.oauthbearer\\.OAuthBearerLoginModule"
            + "|com\\.sun\\.security\\.auth\\.module\\.Krb5LoginModule"
            + ")\\s+(?i:required|requisite|sufficient|optional)"
            + "(\\s+[A-Za-z0-9_.]+\\s*=\\s*(\"([^\"\\\\]|\\\\.)*+\"|'([^'\\\\]|\\\\.)*+'|[^\\s;=\"'/]+))*+\\s*;\\s*");

    /** What brokers allow a group's members unless they are told otherwise: 6 s to 30 min. */
    private static final Pattern SESSION_MILLIS = Pattern.compile("[6-9]\\d{3}|[1-9]\\d{4,5}|1[0-7]\\d{5}|1800000");

    private static final String NOT_ALLOWED =
            "is not a property that may be set: only how to reach the cluster and how to authenticate; the gateway's"
                    + " guarantees rest on its own settings";
    private static final String NOT_JAAS =
            "is not one entry of a permitted login module: others can run code or call out";
    private static final String JAAS_EXPECTED =
            "PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule (org.apache.kafka.common.security…) or"
                    + " Krb5LoginModule, then \"required\", options, and a semicolon; no comments";

    /** What weakens TLS or names another class is left out. */
    private static final Map<String, Set<String>> CHOICES = Map.of(
            "sasl.login.callback.handler.class",
            Set.of(OAUTH_HANDLER),
            "security.protocol",
            Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
            "ssl.endpoint.identification.algorithm",
            Set.of("https"),
            "ssl.protocol",
            Set.of("TLSv1.2", "TLSv1.3"),
            "ssl.enabled.protocols",
            Set.of("TLSv1.2", "TLSv1.3", "TLSv1.2,TLSv1.3", "TLSv1.3,TLSv1.2"));

    private KafkaRules() {}

    /** Adds what is wrong with the property. Its value is never shown. */
    public static void property(Checks checks, String pointer, String name, String value) {
        boolean allowed = PROPERTIES.contains(name);
        String hint = allowed ? "" : Suggestion.hint(name, PROPERTIES);
        checks.hidden(pointer, allowed, NOT_ALLOWED + hint, "one listed in docs/configuration.md");
        if (name.equals("sasl.jaas.config")) {
            checks.hidden(pointer, JAAS.matcher(value).matches(), NOT_JAAS, JAAS_EXPECTED);
        }
        if (name.equals("session.timeout.ms")) {
            checks.hidden(pointer, SESSION_MILLIS.matcher(value).matches(), "is out of range", "6000 to 1800000");
        }
        among(checks, pointer, value, CHOICES.getOrDefault(name, Set.of(value)));
    }

    private static void among(Checks checks, String pointer, String value, Set<String> allowed) {
        String expected = String.join(" or ", new TreeSet<>(allowed));
        checks.hidden(pointer, allowed.contains(value), "is not a permitted value", expected);
    }

    /** Whether {@code text} is a list of {@code host:port}, separated by commas. */
    public static boolean bootstrap(String text) {
        return Stream.of(text.split(",", -1)).allMatch(KafkaRules::broker);
    }

    private static boolean broker(String text) {
        Matcher parts = BROKER.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group("port")) > 65_535) {
            return false;
        }
        String address = parts.group("address");
        return HostRules.valid(address == null ? parts.group("name") : address);
    }
}

package dev.centrifuge.config.check;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be said about a real Kafka cluster. Only properties that say how to reach it and how to prove who we are may
 * be set: the gateway's promises rest on its own settings of everything else ({@code acks}, idempotence, groups,
 * isolation), and properties that name a class or a command to run would turn a configuration file into code.
 */
public final class KafkaRules {
    /** Properties of every client, by their names in Kafka 4.3's CommonClientConfigs, SaslConfigs and SslConfigs. */
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

    private KafkaRules() {}

    /** Adds what is wrong with the property. Its value is never shown. */
    public static void property(Checks checks, String pointer, String name, String value) {
        checks.that(
                PROPERTIES.contains(name),
                pointer,
                null,
                "is not a property that may be set: the gateway's guarantees rest on its own settings",
                "one that says how to reach the cluster or how to authenticate; see docs/configuration.md");
        switch (name) {
            case "sasl.jaas.config" ->
                checks.that(
                        JAAS.matcher(value).matches(),
                        pointer,
                        null,
                        "is not one entry of a permitted login module: others can run code or call out",
                        "PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule (org.apache.kafka.common.security…) or"
                                + " Krb5LoginModule, then \"required\", options, and a semicolon; no comments");
            case "sasl.login.callback.handler.class" -> among(checks, pointer, value, Set.of(OAUTH_HANDLER));
            case "security.protocol" ->
                among(checks, pointer, value, Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"));
            case "ssl.endpoint.identification.algorithm" -> among(checks, pointer, value, Set.of("https"));
            case "ssl.protocol" -> among(checks, pointer, value, Set.of("TLSv1.2", "TLSv1.3"));
            case "ssl.enabled.protocols" ->
                among(checks, pointer, value, Set.of("TLSv1.2", "TLSv1.3", "TLSv1.2,TLSv1.3", "TLSv1.3,TLSv1.2"));
            default -> {}
        }
    }

    private static void among(Checks checks, String pointer, String value, Set<String> allowed) {
        checks.that(
                allowed.contains(value),
                pointer,
                null,
                "is not a permitted value",
                allowed.stream().sorted().reduce((a, b) -> a + " or " + b).orElseThrow());
    }

    /** Whether {@code text} is a list of {@code host:port}, separated by commas. */
    public static boolean bootstrap(String text) {
        for (String server : text.split(",", -1)) {
            int colon = server.lastIndexOf(':');
            if (colon < 1 || !server.substring(colon + 1).matches("[1-9]\\d{0,4}")) {
                return false;
            }
            String host = server.substring(0, colon);
            boolean brackets = host.startsWith("[") && host.endsWith("]");
            String bare = brackets ? host.substring(1, host.length() - 1) : host;
            if (Integer.parseInt(server.substring(colon + 1)) > 65_535
                    || brackets != bare.contains(":")
                    || !HostRules.valid(bare)) {
                return false;
            }
        }
        return true;
    }
}

package dev.centrifuge.tools.bench.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing that a destination may be told to do.
 *
 * @param name for the table, and for {@code --only}
 * @param secure whether the sink is reached with TLS
 * @param share how many times as many events as others it gets, so that its rounds take about as long
 * @param members of the destination's file; each as {@code "key":value}
 */
record Feature(String name, boolean secure, double share, List<String> members) {
    static final Feature PLAIN = of("plain");

    private static final String FILTER =
            "\"filter\":\".type == \\\"track\\\" and .properties.total > 10 and test(.context.locale, \\\"^en\\\")\"";
    private static final String TRANSFORM =
            "\"transform\":\"{\\\"who\\\": .userId, \\\"what\\\": .event, \\\"messageId\\\": .messageId, "
                    + "\\\"total\\\": .properties.total, "
                    + "\\\"products\\\": [for (.properties.products) {\\\"id\\\": .productId, \\\"sum\\\": .price * .quantity}]}\"";

    /** 32 bytes each. */
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static Feature of(String name, String... members) {
        return new Feature(name, false, 1, List.of(members));
    }

    /**
     * All that {@code bench features} knows, in the order of its table.
     *
     * @param tokenUrl where an access token is to be had
     * @param ca a PEM file with the certificate of the sink
     */
    static List<Feature> all(String tokenUrl, String ca) {
        List<Feature> all = new ArrayList<>();
        all.add(of("filter", FILTER));
        all.add(of("transform", TRANSFORM));
        all.add(of("filter and transform", FILTER, TRANSFORM));
        all.add(of("cloudevent", "\"format\":\"cloudevent\""));
        all.add(of("header from the event", "\"headers\":{\"x-user\":\"{.userId}\"}"));
        all.add(of("signed, HMAC", signing("whsec_")));
        all.add(new Feature("signed, Ed25519", false, 0.1, List.of(signing("whsk_"))));
        all.add(of(
                "oauth2",
                "\"auth\":{\"type\":\"oauth2\",\"tokenUrl\":\"" + tokenUrl
                        + "\",\"clientId\":\"bench\",\"clientSecret\":\"bench\"}"));
        all.add(new Feature("TLS", true, 1, List.of("\"tls\":{\"ca\":\"" + ca + "\"}")));
        all.add(new Feature("batches of 100", false, 5, List.of("\"batch\":{\"maxEvents\":100}")));
        all.add(new Feature(
                "batches of 100, signed", false, 5, List.of("\"batch\":{\"maxEvents\":100}", signing("whsec_"))));
        return all;
    }

    private static String signing(String prefix) {
        return "\"signing\":{\"type\":\"standard-webhooks\",\"secrets\":[\"" + prefix + KEY + "\"]}";
    }

    /** Whether a word of {@code --only} means it. */
    boolean isMeant(String word) {
        return name.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    /** The destination's file. */
    String file(Endpoint sink, boolean enabled) {
        StringBuilder text = new StringBuilder("{\"url\":\"" + (secure ? sink.secure() : sink.plain())
                + "\",\"privateNetwork\":true,\"enabled\":" + enabled);
        members.forEach(member -> text.append(',').append(member));
        return text.append('}').toString();
    }

    /** Where the sink listens. */
    record Endpoint(String plain, String secure) {}
}

package dev.centrifuge.tools.load.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The forms of a run: calls with properties that vary, and sizes that spread log-normally around a mean, as those of
 * clients do. The same seed gives the same forms.
 */
final class Forms {
    static final int COUNT = 256;
    static final int LEAST_SIZE = 300;
    static final int MOST_SIZE = 30_000;
    /** Of the logarithm: 95 of 100 events are between 0.4 and 2.2 times the mean. */
    private static final double SPREAD = 0.45;

    private static final String ID = "\"messageId\":\"%s\",\"type\":\"%s\",";
    /** What an order without products takes. */
    private static final int BARE_ORDER = 450;

    private static final String FILLER = ",\"note\":\"";

    private final Random random;
    private final Words words;
    private final String id;
    private final int mean;

    private Forms(MessageIds ids, int mean, long seed) {
        this.random = new Random(seed);
        this.words = new Words(random);
        this.id = ids.template();
        this.mean = mean;
    }

    /** @param mean of their sizes, in bytes: those of the smallest are bounded by what every call needs */
    static List<Form> of(MessageIds ids, int mean, long seed) {
        Forms maker = new Forms(ids, mean, seed);
        List<Form> forms = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            forms.add(maker.next(Call.at(i * 100 / COUNT)));
        }
        return forms;
    }

    /** The form of the event with that number. */
    static Form at(List<Form> forms, long seq, long seed) {
        return forms.get((int) Long.remainderUnsigned(Population.mix(seq * 0x9E3779B97F4A7C15L + seed), forms.size()));
    }

    private Form next(Call call) {
        int target = target();
        String start = "{" + ID.formatted(id, call.word()) + identity(call);
        String own = own(call, target);
        String end = "},\"originalTimestamp\":\"{written}\",\"sentAt\":\"{sent}\"}";
        String context = context(target - Form.length(start + own + end));
        String bare = start + context + own + end;
        int missing = target - Form.length(bare) - FILLER.length() - 1;
        String filler = missing <= 0 ? "" : FILLER + words.prose(missing) + "\"";
        return Form.of(call, start + context + own + filler + end);
    }

    /** A log-normal whose mean is {@code mean}. */
    private int target() {
        double drawn = mean * Math.exp(SPREAD * random.nextGaussian() - SPREAD * SPREAD / 2);
        return (int) Math.max(LEAST_SIZE, Math.min(MOST_SIZE, drawn));
    }

    private String identity(Call call) {
        String user = "\"userId\":\"user-{user}\",";
        return switch (call) {
            case ALIAS -> user + "\"previousId\":\"anonymous-{user}\",";
            case GROUP -> user + "\"groupId\":\"team-" + words.below(1_000) + "\",";
            default -> words.chance(0.6) ? user + "\"anonymousId\":\"anonymous-{user}\"," : user;
        };
    }

    /** As much of a context as there is room for. */
    private String context(int room) {
        List<String> parts = new ArrayList<>(List.of(
                "\"library\":{\"name\":\"analytics.js\",\"version\":\"2.11." + words.below(9) + "\"}",
                "\"locale\":\"" + words.locale() + "\"",
                "\"ip\":\"" + words.ip() + "\"",
                "\"timezone\":\"" + words.zone() + "\"",
                "\"userAgent\":\"" + words.agent() + "\"",
                "\"page\":{\"path\":\"" + words.page() + "\",\"title\":\"Shop\",\"url\":\"https://shop.example"
                        + words.page() + "\",\"referrer\":\"https://search.example/?q=" + words.category() + "\"}",
                "\"campaign\":{\"source\":\"newsletter\",\"medium\":\"email\",\"name\":\"" + words.hex(8) + "\"}"));
        StringBuilder text = new StringBuilder("\"context\":{");
        int left = room;
        for (String part : parts) {
            left -= part.length() + 1;
            if (left > 0 || text.length() < 12) {
                text.append(text.length() > 11 ? "," : "").append(part);
            }
        }
        return text.append("},").toString();
    }

    /** What is particular to a call, up to the open end of its properties or traits. */
    private String own(Call call, int target) {
        return switch (call) {
            case TRACK -> "\"event\":\"" + words.event() + "\",\"properties\":{" + properties(target);
            case PAGE -> "\"name\":\"Shop\",\"properties\":{\"path\":\"" + words.page() + "\"";
            case SCREEN -> "\"name\":\"Cart\",\"properties\":{\"items\":" + words.below(9);
            case IDENTIFY ->
                "\"traits\":{\"email\":\"user-{user}@shop.example\",\"plan\":\"" + words.category() + "\",\"logins\":"
                        + words.below(500);
            case GROUP -> "\"traits\":{\"name\":\"Team\",\"employees\":" + words.below(5_000);
            case ALIAS -> "\"properties\":{\"merged\":true";
        };
    }

    private String properties(int target) {
        StringBuilder text = new StringBuilder("\"order_id\":\"")
                .append(words.hex(12))
                .append("\",\"total\":")
                .append(words.price())
                .append(",\"currency\":\"EUR\"");
        if (words.chance(0.3)) {
            text.append(",\"coupon\":null,\"returning\":").append(words.chance(0.5));
        }
        // About 110 bytes each.
        int products = Math.min(words.below(3) + 1, (target - BARE_ORDER) / 110);
        for (int i = 0; i < products; i++) {
            text.append(i == 0 ? ",\"products\":[" : ",").append(words.product());
        }
        text.append(products > 0 ? "]" : "");
        return text.toString();
    }
}

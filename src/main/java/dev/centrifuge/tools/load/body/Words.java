package dev.centrifuge.tools.load.body;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Draws what stands in events: names, pages, prices, devices. All from one generator, so a seed says it all. */
final class Words {
    private static final List<String> EVENTS = List.of(
            "Product Viewed",
            "Product Added",
            "Product Removed",
            "Cart Viewed",
            "Checkout Started",
            "Payment Info Entered",
            "Order Completed",
            "Products Searched",
            "Coupon Applied",
            "Email Opened",
            "Signed Up");
    private static final List<String> PRODUCTS = List.of(
            "Espresso Cup",
            "Café Crème",
            "Teapot",
            "Grinder",
            "Kettle",
            "Brotmesser \u201eNr. 5\u201c",
            "Tasse",
            "抹茶碗");
    private static final List<String> CATEGORIES = List.of("kitchen", "coffee", "tea", "gifts", "sale", "new-in");
    private static final List<String> PAGES = List.of("/", "/products", "/cart", "/checkout", "/account", "/help");
    private static final List<String> LOCALES = List.of("en-GB", "en-US", "de-DE", "fr-FR", "ja-JP", "pt-BR");
    private static final List<String> ZONES =
            List.of("Europe/London", "America/New_York", "Europe/Berlin", "Asia/Tokyo", "America/Sao_Paulo");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4"
                    + " Safari/605.1.15",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
                    + " Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                    + " Mobile/15E148",
            "ShopApp/4.12.0 (Android 14; Pixel 8)");
    private static final List<String> FILLERS = List.of(
            "free shipping over 40",
            "recommended for you",
            "limited edition",
            "back in stock",
            "dishwasher safe",
            "spülmaschinenfest",
            "made by hand");

    private final RandomGenerator random;

    Words(RandomGenerator random) {
        this.random = random;
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    String event() {
        return of(EVENTS);
    }

    String product() {
        return "{\"product_id\":\"" + hex(12) + "\",\"sku\":\"" + hex(6).toUpperCase(Locale.ROOT) + "\",\"name\":\""
                + of(PRODUCTS) + "\",\"category\":\"" + of(CATEGORIES) + "\",\"price\":" + price() + ",\"quantity\":"
                + (1 + below(4)) + "}";
    }

    String price() {
        return below(200) + "." + (10 + below(90));
    }

    String page() {
        return of(PAGES);
    }

    String category() {
        return of(CATEGORIES);
    }

    String locale() {
        return of(LOCALES);
    }

    String zone() {
        return of(ZONES);
    }

    String agent() {
        return of(AGENTS);
    }

    /** A documentation address (RFC 5737), so that nobody's is named. */
    String ip() {
        return "203.0.113." + below(256);
    }

    String hex(int digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(below(16), 16));
        }
        return text.toString();
    }

    /** Prose of exactly so many bytes. */
    String prose(int bytes) {
        StringBuilder text = new StringBuilder();
        int left = bytes;
        while (left > 0) {
            String more = of(FILLERS) + ", ";
            int size = more.getBytes(StandardCharsets.UTF_8).length;
            if (size > left) {
                more = "x".repeat(left);
                size = left;
            }
            text.append(more);
            left -= size;
        }
        return text.toString();
    }

    private String of(List<String> list) {
        return list.get(below(list.size()));
    }
}

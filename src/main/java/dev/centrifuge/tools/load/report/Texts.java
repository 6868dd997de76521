package dev.centrifuge.tools.load.report;

import java.util.Locale;

/** Numbers for people, the same in every locale. */
final class Texts {
    private Texts() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String millis(double millis) {
        if (Double.isNaN(millis)) {
            return "–";
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : millis < 1_000 ? "%.1f" : "%,.0f", millis);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
    }

    static String decimal(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.1f" : "%,.0f", number);
    }

    /** As few digits as say it. */
    static String trimmed(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    static String seconds(double seconds) {
        return seconds == Math.rint(seconds) ? count((long) seconds) + " s" : decimal(seconds) + " s";
    }

    /** Without what a page or a terminal would take for more than text. */
    static String escape(String text) {
        return text.replaceAll("\\p{Cntrl}", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

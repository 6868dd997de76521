package dev.centrifuge.tools.sink;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * A line per request, for people: cut to fit, with control characters made harmless, and no more of them than anybody
 * reads. Belongs to the sink's event loop.
 */
final class Printer implements Consumer<Arrival> {
    private static final int WIDTH = 160;
    private static final int PER_SECOND = 25;

    private final PrintWriter out;
    private long second;
    private int printed;
    private long skipped;

    Printer(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Arrival arrival) {
        long now = arrival.millis() / 1000;
        if (now != second) {
            if (skipped > 0) {
                out.println("… and " + skipped + " more");
            }
            second = now;
            printed = 0;
            skipped = 0;
        }
        if (printed++ >= PER_SECOND) {
            skipped++;
            return;
        }
        out.println(line(arrival, ZoneId.systemDefault()));
        out.flush();
    }

    static String line(Arrival arrival, ZoneId zone) {
        LocalTime time = LocalTime.ofInstant(Instant.ofEpochMilli(arrival.millis()), zone)
                .truncatedTo(ChronoUnit.MILLIS);
        String what =
                arrival.ids().size() == 1 ? arrival.ids().get(0) : arrival.ids().size() + " events";
        String status = arrival.status() == 0 ? "---" : Integer.toString(arrival.status());
        String attempt = arrival.attempt() > 1 ? " (attempt " + arrival.attempt() + ")" : "";
        int shown = Math.min(arrival.body().length, WIDTH);
        String body = new String(arrival.body(), 0, shown, StandardCharsets.UTF_8);
        String line = time + " " + status + " " + arrival.path() + " " + what + attempt + " " + body;
        return harmless(line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line);
    }

    /** What comes from outside must not move the cursor of a terminal. */
    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
    }
}

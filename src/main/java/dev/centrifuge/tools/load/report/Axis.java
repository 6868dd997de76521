package dev.centrifuge.tools.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to 0…1 and says where to write which numbers. Linear from 0, or in decades.
 *
 * @param log whether in decades; then {@code low} is above 0
 */
record Axis(double low, double high, boolean log) {
    private static final int TICKS = 5;

    /** @param most what must fit; not a number or 0 where there is nothing */
    static Axis linear(double most) {
        double step = step(most > 0 ? most : 1);
        return new Axis(0, Math.max(step, Math.ceil(most / step - 1e-9) * step), false);
    }

    static Axis decades(double least, double most) {
        double low = least > 0 ? Math.pow(10, Math.floor(Math.log10(least))) : 1;
        double high = most > low ? Math.pow(10, Math.ceil(Math.log10(most) - 1e-9)) : low * 10;
        return new Axis(low, high, true);
    }

    double at(double value) {
        double share =
                log ? Math.log10(Math.max(value, low) / low) / Math.log10(high / low) : (value - low) / (high - low);
        return Math.max(0, Math.min(1, share));
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (log) {
            for (double tick = low; tick < high * 1.01; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = step(high);
            for (int i = 0; i * step < high * 1.001; i++) {
                ticks.add(i * step);
            }
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten, so that there are about five of them. */
    private static double step(double range) {
        double raw = range / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        return power * (lead <= 1.0001 ? 1 : lead <= 2.0001 ? 2 : lead <= 5.0001 ? 5 : 10);
    }

    static String label(double value) {
        if (value >= 1_000_000) {
            return trim(value / 1_000_000) + "M";
        }
        return value >= 10_000 ? trim(value / 1_000) + "k" : trim(value);
    }

    private static String trim(double value) {
        String text = String.format(Locale.ROOT, value != 0 && value < 1 ? "%.3f" : "%.1f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}

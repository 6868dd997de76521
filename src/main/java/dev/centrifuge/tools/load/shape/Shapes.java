package dev.centrifuge.tools.load.shape;

import dev.centrifuge.tools.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The shapes there are, as a user writes them; {@code docs/load.md} explains each. */
public final class Shapes {
    public static final String NAMES = "constant, ramp:from=,to=, step:from=,to=,steps=, burst:rate=,every=,for=";
    private static final double MOST = 10_000_000;
    private static final int MOST_STRETCHES = 100_000;

    private Shapes() {}

    /**
     * The rate over time.
     *
     * @param rate events a second: what a shape starts from where it does not say
     * @param warmup before it, at the rate that it begins with; may be zero
     * @throws IllegalArgumentException with a message for people
     */
    public static Curve parse(String text, double rate, Duration warmup, Duration duration) {
        Settings settings = Settings.parse("shape", text, Map.of());
        List<Stretch> stretches = switch (settings.name()) {
            case "constant" -> List.of(Stretch.flat(duration, positive(rate)));
            case "ramp" -> ramp(settings, rate, duration);
            case "step" -> step(settings, rate, duration);
            case "burst" -> burst(settings, rate, duration);
            default ->
                throw new IllegalArgumentException(
                        "'" + settings.name() + "' is not a shape; there are constant, ramp, step, burst");
        };
        settings.finish();
        return new Curve(warm(stretches, rate, warmup));
    }

    private static List<Stretch> warm(List<Stretch> stretches, double rate, Duration warmup) {
        if (warmup.isZero()) {
            return stretches;
        }
        List<Stretch> all = new ArrayList<>();
        double first = stretches.get(0).from();
        // A ramp from zero would warm nothing up.
        all.add(Stretch.flat(warmup, first > 0 ? first : rate));
        all.addAll(stretches);
        return all;
    }

    private static List<Stretch> ramp(Settings settings, double rate, Duration duration) {
        double from = settings.decimal("from", 0, 0, MOST);
        double to = positive(settings.decimal("to", rate, 0, MOST));
        return List.of(new Stretch(duration, from, to));
    }

    private static List<Stretch> step(Settings settings, double rate, Duration duration) {
        int steps = settings.number("steps", 5, 2, 1_000);
        double to = positive(settings.decimal("to", rate, 0, MOST));
        double from = settings.decimal("from", to / steps, 0, MOST);
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            stretches.add(Stretch.flat(duration.dividedBy(steps), from + (to - from) * i / (steps - 1)));
        }
        return stretches;
    }

    private static List<Stretch> burst(Settings settings, double rate, Duration duration) {
        double high = positive(settings.decimal("rate", rate * 10, 0, MOST));
        Duration every = settings.duration("every", "10s");
        Duration burst = settings.duration("for", "1s");
        if (burst.isZero() || burst.compareTo(every) >= 0) {
            throw new IllegalArgumentException("burst: for is to be longer than nothing and shorter than every");
        }
        if (duration.dividedBy(every) > MOST_STRETCHES) {
            throw new IllegalArgumentException("burst: every is too short for so long a run");
        }
        List<Stretch> stretches = new ArrayList<>();
        Duration left = duration;
        for (boolean quiet = true; left.compareTo(Duration.ZERO) > 0; quiet = !quiet) {
            Duration full = quiet ? every.minus(burst) : burst;
            Duration time = full.compareTo(left) < 0 ? full : left;
            stretches.add(Stretch.flat(time, quiet ? rate : high));
            left = left.minus(time);
        }
        return stretches;
    }

    private static double positive(double rate) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("a rate is above 0");
        }
        return rate;
    }
}

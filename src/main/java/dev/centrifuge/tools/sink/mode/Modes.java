package dev.centrifuge.tools.sink.mode;

import dev.centrifuge.tools.Settings;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The modes there are. Their settings and defaults are documented in {@code docs/sink.md}. */
public final class Modes {
    public static final String NAMES =
            "ok, slow, down, flap, limit, flaky, picky, reset, hang, drip, flood, gone, bad, redirect, refuse, path";

    private Modes() {}

    /** @throws IllegalArgumentException with a message for people */
    static Mode parse(String text, Map<String, String> defaults, RandomGenerator random) {
        Settings spec = Settings.parse("mode", text, defaults);
        Mode mode = switch (spec.name()) {
            case "ok" -> fixed(status(spec, 200));
            case "down" -> fixed(status(spec, 500));
            case "gone" -> fixed(Reply.Answer.of(410));
            case "bad" -> fixed(status(spec, 400));
            case "reset" -> fixed(new Reply.Reset());
            case "hang" -> fixed(new Reply.Hang());
            case "flood" -> fixed(new Reply.Flood());
            case "drip" -> fixed(new Reply.Drip(spec.period("every", "1s")));
            case "redirect" -> fixed(new Reply.Redirect(spec.text("to", "/redirected")));
            case "slow" -> slow(spec, random);
            case "flaky" -> flaky(spec, random);
            case "picky" -> picky(spec);
            case "flap" -> flap(spec);
            case "limit" -> limit(spec);
            default -> throw new IllegalArgumentException("'" + spec.name() + "' is not a mode; there are " + NAMES);
        };
        spec.finish();
        return mode;
    }

    /**
     * Whether a sink in this mode takes an event sooner or later: one that is down or hangs never does.
     *
     * @throws IllegalArgumentException where a sink of its own cannot have this mode, with a message for people
     */
    public static boolean takes(String text) {
        Settings settings = Settings.parse("mode", text, Map.of());
        return switch (settings.name()) {
            case "ok" -> settings.number("status", 200, 200, 599) < 300;
            case "slow", "flap", "limit", "flaky", "picky", "refuse" -> true;
            case "down", "gone", "bad", "reset", "hang", "flood", "drip", "redirect" -> false;
            default -> throw new IllegalArgumentException("'" + settings.name() + "' is not a mode of one sink");
        };
    }

    private static Reply status(Settings spec, int otherwise) {
        return Reply.Answer.of(spec.number("status", otherwise, 200, 599));
    }

    private static Mode fixed(Reply reply) {
        return now -> reply;
    }

    private static Mode slow(Settings spec, RandomGenerator random) {
        long delay = spec.duration("delay", "200ms").toMillis();
        long jitter = spec.duration("jitter", "0ms").toMillis();
        return now -> new Reply.Answer(200, 0, delay + (jitter == 0 ? 0 : random.nextLong(jitter + 1)));
    }

    private static Mode flaky(Settings spec, RandomGenerator random) {
        double ratio = spec.ratio("ratio", "10%");
        Reply failed = status(spec, 503);
        return now -> random.nextDouble() < ratio ? failed : Reply.Answer.of(200);
    }

    private static Mode picky(Settings spec) {
        return new Picky(spec.ratio("ratio", "50%"), status(spec, 500));
    }

    /** Up first; the period starts with the first request. */
    private static Mode flap(Settings spec) {
        long up = TimeUnit.MILLISECONDS.toNanos(spec.period("up", "10s"));
        long down = TimeUnit.MILLISECONDS.toNanos(spec.period("down", "10s"));
        Reply failed = status(spec, 503);
        return new Mode() {
            private boolean begun;
            private long start;

            @Override
            public Reply reply(long now) {
                if (!begun) {
                    begun = true;
                    start = now;
                }
                return (now - start) % (up + down) < up ? Reply.Answer.of(200) : failed;
            }
        };
    }

    private static Mode limit(Settings spec) {
        int rate = spec.number("rate", 100, 1, 10_000_000);
        return new Limit(rate, TimeUnit.MILLISECONDS.toNanos(spec.period("per", "1s")));
    }

    /** Always fails the same events, and no others: chance drawn from their ids. */
    private record Picky(double ratio, Reply failed) implements Mode {
        @Override
        public Reply reply(long now) {
            return Reply.Answer.of(200);
        }

        @Override
        public Reply reply(long now, String event) {
            // Ids in a row differ in their last digits only: two multiplications spread that over all bits.
            int mixed = event.hashCode() * 0x9E3779B9;
            mixed = (mixed ^ mixed >>> 15) * 0x85EBCA6B;
            return Integer.toUnsignedLong(mixed ^ mixed >>> 13) < ratio * 0x1p32 ? failed : Reply.Answer.of(200);
        }
    }

    /** Fixed windows, as most services that answer 429 count: so many a window, and how long until the next one. */
    private static final class Limit implements Mode {
        private final int rate;
        private final long window;
        private boolean begun;
        private long start;
        private int used;

        Limit(int rate, long window) {
            this.rate = rate;
            this.window = window;
        }

        @Override
        public Reply reply(long now) {
            if (!begun || now - start >= window) {
                start = begun ? now - (now - start) % window : now;
                begun = true;
                used = 0;
            }
            if (used < rate) {
                used++;
                return Reply.Answer.of(200);
            }
            long left = start + window - now;
            return new Reply.Answer(429, Math.max(1, -Math.floorDiv(-left, TimeUnit.SECONDS.toNanos(1))), 0);
        }
    }
}

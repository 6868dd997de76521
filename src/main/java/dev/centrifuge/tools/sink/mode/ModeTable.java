package dev.centrifuge.tools.sink.mode;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which mode a path has: that of the longest prefix that was given one, else the default. In the mode {@code path} a
 * path's first segment names its mode, as in {@code /slow:delay=1s/crm}, so that one sink plays many destinations.
 *
 * <p>Belongs to the sink's event loop.
 */
public final class ModeTable {
    private static final String BY_PATH = "path";
    /** Modes of paths are remembered, for they have state; past so many, those that are left over start afresh. */
    private static final int MOST_NAMED = 10_000;

    private final Map<String, String> defaults;
    private final RandomGenerator random;
    /** Longest first. */
    private final Map<String, Mode> prefixes =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final Map<String, Mode> named = new LinkedHashMap<>();
    private String text = "";
    private Mode otherwise = now -> Reply.Answer.of(200);

    /**
     * @param defaults settings for modes that leave them out
     * @throws IllegalArgumentException with a message for people
     */
    public ModeTable(String mode, Map<String, String> paths, Map<String, String> defaults, RandomGenerator random) {
        this.defaults = defaults;
        this.random = random;
        set(mode);
        paths.forEach(this::set);
    }

    /** Changes the mode of all paths that have none of their own. */
    public void set(String mode) {
        otherwise = mode.equals(BY_PATH) ? now -> Reply.Answer.of(200) : parse(mode);
        text = mode;
        named.clear();
    }

    public void set(String prefix, String mode) {
        if (!prefix.startsWith("/")) {
            throw new IllegalArgumentException("path '" + prefix + "' does not start with /");
        }
        prefixes.put(prefix, parse(mode));
    }

    /** Takes a path's own mode away. */
    public void unset(String prefix) {
        prefixes.remove(prefix);
    }

    public Reply reply(String path, long now, String event) {
        return mode(path).reply(now, event);
    }

    @Override
    public String toString() {
        return text;
    }

    private Mode mode(String path) {
        for (Map.Entry<String, Mode> each : prefixes.entrySet()) {
            if (path.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        return text.equals(BY_PATH) ? ofFirstSegment(path) : otherwise;
    }

    /** A path of its own has a state of its own: two limited destinations do not share their limit. */
    private Mode ofFirstSegment(String path) {
        Mode mode = named.get(path);
        if (mode == null) {
            int end = path.indexOf('/', 1);
            mode = parseOr400(path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end));
            if (named.size() >= MOST_NAMED) {
                named.clear();
            }
            named.put(path, mode);
        }
        return mode;
    }

    private Mode parseOr400(String segment) {
        try {
            return parse(segment);
        } catch (IllegalArgumentException notAMode) {
            return now -> Reply.Answer.of(400);
        }
    }

    private Mode parse(String mode) {
        return Modes.parse(mode, defaults, random);
    }
}

package dev.centrifuge.kafka.browse;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a search goes on: as text it is what the API calls a cursor, {@code <millis>.<partition>-<offset>.…}.
 *
 * @param millis records from then on were searched
 * @param below by partition, the offset below which nothing was; a partition that is not here is done
 */
public record Position(long millis, Map<Integer, Long> below) {
    private static final Pattern FORM = Pattern.compile("\\d{1,15}(\\.\\d{1,5}-\\d{1,18}){1,10000}");

    public Position {
        below = Map.copyOf(below);
    }

    /** Letters that a URL takes as they are. */
    public String encoded() {
        return new TreeMap<>(below)
                .entrySet().stream()
                        .map(each -> each.getKey() + "-" + each.getValue())
                        .collect(Collectors.joining(".", millis + ".", ""));
    }

    /** @throws IllegalArgumentException where the text is none that {@link #encoded} made */
    public static Position decode(String text) {
        if (text.length() > 32 * 1024 || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a cursor");
        }
        String[] parts = text.split("\\.", -1);
        Map<Integer, Long> below = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            int dash = parts[i].indexOf('-');
            below.put(Integer.valueOf(parts[i].substring(0, dash)), Long.valueOf(parts[i].substring(dash + 1)));
        }
        return new Position(Long.parseLong(parts[0]), below);
    }
}

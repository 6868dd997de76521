package dev.centrifuge.admin.destinations;

import dev.centrifuge.admin.funnel.Partitions;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.traffic.DestinationState;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A page of destinations, those in trouble first, then by id. A cursor is the place of the last one: what changes its state
 * between two pages may be on both or on neither.
 */
final class DestinationList {
    private final Views views;
    private final Known known;
    private final Map<String, DestinationConfig> configured;
    private final Map<String, DestinationGauge> gauges = new HashMap<>();
    private final List<DestinationGauge> absent;
    private final Map<DestinationState, Integer> states = new EnumMap<>(DestinationState.class);
    private int unknown;

    /** What somebody looks for; null for everything. */
    record Wanted(
            @Nullable String state,
            @Nullable String text,
            int limit,
            @Nullable String cursor) {}

    /**
     * A page.
     *
     * @param states how many are in which, of all that mention the text
     * @param partitions of which the answer is
     */
    record Listing(
            List<DestinationView> items,
            @Nullable String next,
            SortedMap<String, Integer> states,
            Partitions partitions) {}

    private record Place(DestinationState state, String id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::state).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        String encoded() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((state.name() + "/" + id).getBytes(StandardCharsets.UTF_8));
        }

        static Place parse(String cursor) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                int slash = text.indexOf('/');
                return new Place(
                        DestinationState.valueOf(text.substring(0, Math.max(0, slash))), text.substring(slash + 1));
            } catch (IllegalArgumentException e) {
                throw Problem.bad("cursor is not one that was given out").refusal();
            }
        }
    }

    DestinationList(Views views, Map<String, DestinationConfig> configured, Running running) {
        this.views = views;
        this.known = Known.all(views.everywhere().group());
        this.configured = configured;
        running.gauges().forEach(gauge -> gauges.put(gauge.id(), gauge));
        absent = running.absent();
        absent.forEach(gauge -> gauges.put(gauge.id(), gauge));
    }

    Listing page(Wanted wanted, long nowMillis) {
        Place after = wanted.cursor() == null ? null : Place.parse(wanted.cursor());
        First<Place> first = new First<>(wanted.limit() + 1);
        configured.forEach((id, config) -> add(first, after, id, config, wanted));
        for (DestinationGauge gauge : absent) {
            if (!configured.containsKey(gauge.id())) {
                add(first, after, gauge.id(), null, wanted);
            }
        }
        List<Place> page = first.inOrder();
        boolean more = page.size() > wanted.limit();
        List<Place> shown = more ? page.subList(0, wanted.limit()) : page;
        return new Listing(
                shown.stream().map(place -> view(place.id(), nowMillis)).toList(),
                more ? shown.get(shown.size() - 1).encoded() : null,
                counted(),
                Partitions.of(known.group()));
    }

    private void add(
            First<Place> first, @Nullable Place after, String id, @Nullable DestinationConfig config, Wanted wanted) {
        if (!mentions(id, config, wanted.text())) {
            return;
        }
        DestinationState state = views.state(config, gauges.get(id), known);
        if (state == null) {
            unknown++;
        } else {
            states.merge(state, 1, Integer::sum);
        }
        if (wanted.state() == null || wanted.state().equals(word(state))) {
            Place place = new Place(state == null ? DestinationState.OK : state, id);
            if (after == null || place.compareTo(after) > 0) {
                first.offer(place);
            }
        }
    }

    private static String word(@Nullable DestinationState state) {
        return state == null ? Views.UNKNOWN : state.word();
    }

    private SortedMap<String, Integer> counted() {
        SortedMap<String, Integer> words = new TreeMap<>();
        states.forEach((state, count) -> words.put(state.word(), count));
        if (unknown > 0) {
            words.put(Views.UNKNOWN, unknown);
        }
        return words;
    }

    private static boolean mentions(String id, @Nullable DestinationConfig config, @Nullable String text) {
        if (text == null) {
            return true;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return id.toLowerCase(Locale.ROOT).contains(lower)
                || (config != null
                        && String.valueOf(config.url().getHost())
                                .toLowerCase(Locale.ROOT)
                                .contains(lower));
    }

    private DestinationView view(String id, long nowMillis) {
        return views.of(id, configured.get(id), gauges.get(id), known, OptionalLong.empty(), nowMillis);
    }
}

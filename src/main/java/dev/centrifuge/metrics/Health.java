package dev.centrifuge.metrics;

import dev.centrifuge.metrics.Check.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the gateway is well. Live: a restart would not help it. Ready: it is live and a post would succeed. Immutable;
 * may be asked from any thread and on an event loop.
 */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final List<Check> checks;

    public Health(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    public Report live() {
        return report(check -> check.kind() == Kind.LIVENESS);
    }

    public Report ready() {
        return report(check -> true);
    }

    /** @param ok whether no check but advisory ones has a problem */
    public record Report(boolean ok, List<Result> results) {}

    /** @param problem empty when there is none */
    public record Result(String name, Kind kind, Optional<String> problem) {

        /** The kind as it is written in answers and metrics. */
        public String kindName() {
            return kind.name().toLowerCase(Locale.ROOT);
        }

        boolean counts() {
            return kind != Kind.ADVISORY && problem.isPresent();
        }
    }

    private Report report(Predicate<Check> asked) {
        List<Result> results = checks.stream().filter(asked).map(Health::result).toList();
        return new Report(results.stream().noneMatch(Result::counts), results);
    }

    // A check that throws is a bug, and bugs do not make a gateway ready.
    private static Result result(Check check) {
        try {
            return new Result(check.name(), check.kind(), check.problem().get());
        } catch (RuntimeException e) {
            LOG.debug("the check {} failed", check.name(), e);
            return new Result(check.name(), check.kind(), Optional.of("the check itself failed"));
        }
    }
}

package dev.centrifuge.config.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A record was made of values that break its rules: all of them, not just the first. The loader catches it; anywhere
 * else it is a bug of the caller. Its message holds no secret.
 */
public final class InvalidConfig extends IllegalArgumentException {
    private final transient List<Violation> violations;

    InvalidConfig(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}

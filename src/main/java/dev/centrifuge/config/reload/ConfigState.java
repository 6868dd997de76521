package dev.centrifuge.config.reload;

import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.time.Ticker;
import java.util.List;

/** What runs, since when, and what became of the last change on disk. Thread-safe. */
public final class ConfigState implements ReloadListener {
    private final Ticker ticker;
    private volatile Running running;
    private volatile Reload reload;

    /** @param millis when it was loaded, in milliseconds since the epoch */
    public record Running(Configuration configuration, long millis) {}

    /**
     * @param millis when, in milliseconds since the epoch
     * @param errors why it was refused
     */
    public record Reload(long millis, boolean applied, List<ConfigError> errors) {}

    public ConfigState(Configuration configuration, Ticker ticker) {
        this.ticker = ticker;
        this.running = new Running(configuration, ticker.millis());
        this.reload = new Reload(running.millis(), true, List.of());
    }

    public Running running() {
        return running;
    }

    public Configuration configuration() {
        return running.configuration();
    }

    /** The last look at changed files; the first load, where nothing changed since. */
    public Reload reload() {
        return reload;
    }

    @Override
    public void applied(Configuration now, ConfigDiff diff) {
        long millis = ticker.millis();
        running = new Running(now, millis);
        reload = new Reload(millis, true, List.of());
    }

    @Override
    public void refused(List<ConfigError> errors) {
        reload = new Reload(ticker.millis(), false, List.copyOf(errors));
    }
}

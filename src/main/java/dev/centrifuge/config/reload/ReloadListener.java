package dev.centrifuge.config.reload;

import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import java.util.List;

/**
 * Learns of changes on disk, once a change. Called one at a time on the watch's thread, which may block; whoever owns
 * state on an event loop hands the configuration over to it.
 */
public interface ReloadListener {

    /**
     * The files are valid and differ from what ran, or are valid again after they were refused.
     *
     * @param now what runs from now on: the sources and destinations of the files, and the gateway's section that the
     *     process was started with, but for the certificate of the ingest port
     * @param diff from what ran before; it may be empty
     */
    void applied(Configuration now, ConfigDiff diff);

    /** The files changed and are wrong: what ran before goes on running. */
    void refused(List<ConfigError> errors);
}

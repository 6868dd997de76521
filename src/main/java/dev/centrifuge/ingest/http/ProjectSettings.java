package dev.centrifuge.ingest.http;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.ingest.json.JsonText;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/projects/<writeKey>/settings}: what Segment's SDK for browsers asks its CDN for before it sends anything.
 * The answer names this gateway as where events go, no destination that would run in the page, and silences the SDK's
 * reports about itself.
 *
 * <p>The gateway is called what the client calls it, unless {@link IngestConfig#publicUrl} says otherwise.
 */
public final class ProjectSettings {

    private static final String PREFIX = "/v1/projects/";
    private static final String SUFFIX = "/settings";
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");

    private final String protocol;
    /** What stands before {@code /v1}; null for what the client sends as Host. */
    private final @Nullable String place;

    private ProjectSettings(String protocol, @Nullable String place) {
        this.protocol = protocol;
        this.place = place;
    }

    public static ProjectSettings of(IngestConfig config) {
        URI url = config.publicUrl();
        if (url == null) {
            return new ProjectSettings(config.tls() == null ? "http" : "https", null);
        }
        return new ProjectSettings(url.getScheme(), (url.getRawAuthority() + url.getRawPath()).replaceFirst("/+$", ""));
    }

    /** The write key in a path, or null where that is another path. */
    public static @Nullable String key(@Nullable String path) {
        if (path == null || !path.startsWith(PREFIX)) {
            return null;
        }
        String rest = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        int end = rest.length() - SUFFIX.length();
        if (!rest.endsWith(SUFFIX) || end <= PREFIX.length() || rest.indexOf('/', PREFIX.length()) != end) {
            return null;
        }
        return decode(rest.substring(PREFIX.length(), end));
    }

    private static @Nullable String decode(String segment) {
        try {
            // A plus is a plus in a path.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /**
     * The settings of a project.
     *
     * @param authority the host and port that the client used
     * @return null where that is none that could be used again
     */
    public @Nullable Answer of(String key, @Nullable HostAndPort authority) {
        String used = place != null ? place : String.valueOf(authority);
        if (place == null && (authority == null || !HOST.matcher(used).matches())) {
            return null;
        }
        StringBuilder json = new StringBuilder("{\"integrations\":{\"Segment.io\":{\"apiKey\":");
        JsonText.quote(json, key);
        json.append(",\"apiHost\":");
        JsonText.quote(json, used + "/v1");
        json.append(",\"protocol\":\"").append(protocol).append("\",\"unbundledIntegrations\":[]}},");
        json.append("\"plan\":{},\"enabledMiddleware\":{},\"middlewareSettings\":{},\"remotePlugins\":[],");
        return Answer.json(json.append("\"metrics\":{\"sampleRate\":0}}").toString());
    }
}

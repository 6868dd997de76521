package dev.centrifuge.admin.console;

import dev.centrifuge.admin.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Serves the console: the page at {@code /}, which is asked for anew each time, and what it loads at {@code /console/}, which
 * browsers keep. Without the admin token: there is nothing secret in it. Belongs to the admin server's event loop.
 */
public final class Console {
    private static final String FOLDER = "/console/";

    /** Only what this port serves is loaded, and no text becomes markup: what events hold is hostile. */
    private static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private final Assets assets = new Assets();

    /** Whether a path is for everybody who can reach the port. */
    public static boolean serves(String path) {
        return path.equals("/") || path.startsWith(FOLDER);
    }

    /** Registers the paths. */
    public void on(Router router) {
        read(router, "/", this::page);
        read(router, FOLDER + ":version/:name", this::file);
    }

    private static void read(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
        router.route(path).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            Problem.NOT_ALLOWED.answer(context.response());
        });
    }

    private void page(RoutingContext context) {
        context.response()
                .putHeader("content-security-policy", POLICY)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cross-origin-opener-policy", "same-origin");
        send(context, assets.index(), "no-cache");
    }

    private void file(RoutingContext context) {
        Asset asset = assets.version().equals(context.pathParam("version"))
                ? assets.file(String.valueOf(context.pathParam("name")))
                : null;
        if (asset == null) {
            Problem.NOT_FOUND.answer(context.response());
        } else {
            send(context, asset, "public, max-age=31536000, immutable");
        }
    }

    private void send(RoutingContext context, Asset asset, String caching) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        boolean gzip = accepts(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        String tag = "\"" + assets.version() + (gzip ? "-gzip\"" : "\"");
        response.putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.VARY, "accept-encoding")
                .putHeader(HttpHeaders.ETAG, tag);
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
        if (gzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.end(gzip ? asset.gzip() : asset.plain());
    }

    private static boolean accepts(@Nullable String encodings) {
        if (encodings == null) {
            return false;
        }
        for (String each : encodings.toLowerCase(Locale.ROOT).split(",", 16)) {
            String coding = each.replace(" ", "");
            if (coding.equals("gzip") || (coding.startsWith("gzip;") && !coding.matches("gzip;q=0(\\.0*)?"))) {
                return true;
            }
        }
        return false;
    }
}

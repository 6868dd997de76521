package dev.centrifuge.tools.admin;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which gateway a command talks to, and how it prints; a mix-in of each command of this package. */
final class AdminOptions {
    private static final String TOKEN = "CENTRIFUGE_ADMIN_TOKEN";
    private static final char DELETE = 0x7f;

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "The gateway's admin port (default: ${DEFAULT-VALUE}).")
    private String url = "http://127.0.0.1:8081";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The admin token (default: the environment variable " + TOKEN + ").")
    private @Nullable String token;

    @Option(names = "--json", description = "Print the answer as JSON, for scripts.")
    private boolean json;

    /** A client of that gateway; wrong usage where the URL is none, or the token cannot be one. */
    AdminClient client() {
        String given = token == null ? System.getenv(TOKEN) : token;
        if (given != null && !given.strip().chars().allMatch(c -> c > ' ' && c < DELETE)) {
            throw new ParameterException(spec.commandLine(), "an admin token is visible ASCII");
        }
        return new AdminClient(spec.commandLine(), base(), given == null ? null : given.strip());
    }

    /** Where answers go. */
    Printout out() {
        CommandLine line = spec.commandLine();
        return new Printout(line.getOut(), json);
    }

    private URI base() {
        try {
            URI base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (("http".equals(base.getScheme()) || "https".equals(base.getScheme())) && base.getHost() != null) {
                return base;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new ParameterException(spec.commandLine(), "--admin is a URL such as http://127.0.0.1:8081");
    }
}

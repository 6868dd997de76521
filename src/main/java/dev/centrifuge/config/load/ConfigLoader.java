package dev.centrifuge.config.load;

import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.document.Document;
import dev.centrifuge.config.document.DocumentParser;
import dev.centrifuge.config.document.Problems;
import dev.centrifuge.config.files.FileReads;
import dev.centrifuge.config.files.Layout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Loads a directory of configuration, whole: it is valid or every error is told. Blocks on files. */
public final class ConfigLoader {
    private final Map<String, String> environment;
    private final long heap;

    /**
     * @param environment what {@code ${NAME}} stands for
     * @param heap the largest size of the heap in bytes: what percentages are of
     */
    public ConfigLoader(Map<String, String> environment, long heap) {
        this.environment = Map.copyOf(environment);
        this.heap = heap;
    }

    /**
     * With the environment and the heap of this process; always the same one, since some collectors tell another largest size
     * of the heap whenever they have resized its parts, and what is a share of it would seem to have changed.
     */
    public static ConfigLoader ofProcess() {
        return OfProcess.LOADER;
    }

    private static final class OfProcess {
        static final ConfigLoader LOADER =
                new ConfigLoader(System.getenv(), Runtime.getRuntime().maxMemory());
    }

    /**
     * @param directory the directory. Without a {@code gateway.json} in it everything there has its default; without the
     *     directory itself, which may be a misspelt path, nothing does
     */
    public Loaded load(Path directory) {
        Problems problems = new Problems();
        FileReads reads = new FileReads();
        if (!Files.isDirectory(directory)) {
            String wrong = Files.exists(directory) ? "is not a directory" : "does not exist";
            problems.add(directory.toString(), "", wrong, "a directory with gateway.json, sources/, destinations/");
            return new Loaded.Invalid(problems.all(), reads.digests());
        }
        Optional<Configuration> configuration = load(new Layout(directory, problems::add), reads, problems);
        return problems.all().isEmpty() && configuration.isPresent()
                ? new Loaded.Valid(configuration.get(), reads.digests())
                : new Loaded.Invalid(problems.all(), reads.digests());
    }

    private Optional<Configuration> load(Layout layout, FileReads reads, Problems problems) {
        layout.strays();
        DocumentParser parser = new DocumentParser(environment, reads, problems);
        Optional<GatewayConfig> gateway = gateway(layout.gateway(), parser);
        Map<String, Path> files = layout.sources();
        SourceReader sourceReader = new SourceReader();
        Map<String, SourceConfig> sources = new TreeMap<>();
        files.forEach((id, file) -> parser.parse(Document.Kind.SOURCE, file)
                .flatMap(document -> sourceReader.read(id, document))
                .ifPresent(source -> sources.put(id, source)));
        // A source whose file is wrong exists nonetheless: its destinations are not wrong, too.
        DestinationReader destinationReader = new DestinationReader(files.keySet());
        Map<String, DestinationConfig> destinations = new TreeMap<>();
        layout.destinations()
                .forEach((id, file) -> parser.parse(Document.Kind.DESTINATION, file)
                        .flatMap(document -> destinationReader.read(id, document))
                        .ifPresent(destination -> destinations.put(id, destination)));
        return gateway.map(g -> new Configuration(g, sources, destinations));
    }

    private Optional<GatewayConfig> gateway(Path file, DocumentParser parser) {
        // A link to nowhere is there, and an error.
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(GatewayConfig.defaults(heap));
        }
        return parser.parse(Document.Kind.GATEWAY, file).flatMap(new GatewayReader(heap)::read);
    }
}

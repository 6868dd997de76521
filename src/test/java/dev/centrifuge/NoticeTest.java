package dev.centrifuge;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** NOTICE names what the jar bundles, in the versions that it bundles. */
class NoticeTest {
    private static final Pattern COMPONENT = Pattern.compile("(?m)^ {2}[\\w.-]+:([\\w.-]+:[\\w.-]+)$");

    @Test
    void every_bundled_artifact_is_named_with_its_version() throws IOException {
        Set<String> testOnly = Files.readAllLines(Path.of("src/test/resources/test-only-artifacts.txt")).stream()
                .collect(Collectors.toSet());
        Set<String> bundled = classPath()
                .filter(artifact -> !testOnly.contains(artifact.substring(0, artifact.indexOf(':'))))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = COMPONENT
                .matcher(Files.readString(Path.of("NOTICE")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(bundled);
    }

    /** The artifacts of the class path as {@code artifact:version}, which is how a Maven repository lays them out. */
    private static Stream<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(jar -> jar.getFileName()
                        .toString()
                        .startsWith(jar.getParent().getParent().getFileName() + "-"))
                .map(jar -> jar.getParent().getParent().getFileName() + ":"
                        + jar.getParent().getFileName());
    }
}

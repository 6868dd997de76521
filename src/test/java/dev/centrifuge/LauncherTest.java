package dev.centrifuge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code docker/centrifuge} with a Java that says how it was called. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("docker/centrifuge").toAbsolutePath();

    @TempDir
    private Path home;

    private Path jar;

    private record Ran(int exit, long pid, List<String> lines) {}

    @BeforeEach
    void install() throws IOException {
        jar = Files.createFile(home.resolve("any.jar"));
        java("25.0.1");
    }

    @Test
    void arguments_reach_the_gateway_as_they_are() throws Exception {
        Ran ran = run(LAUNCHER, Map.of(), "load", "--url", "http://x/?a=b c", "*", "$HOME", "", "it's");
        assertThat(ran.exit).isEqualTo(7);
        assertThat(ran.lines).containsSubsequence("<-jar>", "<" + jar + ">", "<load>");
        assertThat(ran.lines).endsWith("<--url>", "<http://x/?a=b c>", "<*>", "<$HOME>", "<>", "<it's>");
    }

    @Test
    void it_becomes_java_so_that_signals_reach_it() throws Exception {
        Ran ran = run(LAUNCHER, Map.of());
        assertThat(ran.lines).contains("pid " + ran.pid);
    }

    @Test
    void flags_are_those_that_the_version_knows() throws Exception {
        List<String> always =
                List.of("<-XX:+UseParallelGC>", "<-XX:MaxRAMPercentage=50>", "<-XX:+ExitOnOutOfMemoryError>");
        List<String> late = List.of("<--enable-native-access=ALL-UNNAMED>", "<--sun-misc-unsafe-memory-access=allow>");
        assertThat(run(LAUNCHER, Map.of()).lines).containsAll(always).containsAll(late);
        java("17.0.15");
        assertThat(run(LAUNCHER, Map.of()).lines).containsAll(always).doesNotContainAnyElementsOf(late);
        Files.delete(home.resolve("release"));
        assertThat(run(LAUNCHER, Map.of()).lines).containsAll(always).doesNotContainAnyElementsOf(late);
    }

    @Test
    void an_old_java_is_refused() throws Exception {
        for (String version : List.of("11.0.2", "1.8.0_292")) {
            java(version);
            Ran ran = run(LAUNCHER, Map.of());
            assertThat(ran.exit).isEqualTo(1);
            assertThat(ran.lines).singleElement().asString().contains("Java 17 or later is needed");
        }
    }

    @Test
    void flags_of_the_user_come_last_and_choose_the_collector() throws Exception {
        Ran ran = run(LAUNCHER, Map.of("CENTRIFUGE_JAVA_OPTS", "-Xmx1g -XX:MaxRAMPercentage=70"));
        assertThat(ran.lines)
                .containsSubsequence("<-XX:MaxRAMPercentage=50>", "<-Xmx1g>", "<-XX:MaxRAMPercentage=70>", "<-jar>");
        for (String variable : List.of("CENTRIFUGE_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
            assertThat(run(LAUNCHER, Map.of(variable, "-XX:+UseG1GC -Xss1m")).lines)
                    .as(variable)
                    .doesNotContain("<-XX:+UseParallelGC>");
        }
    }

    @Test
    void the_jar_is_found_from_where_the_script_really_is() throws Exception {
        Path bin = Files.createDirectories(home.resolve("a place/bin"));
        Path lib = Files.createDirectories(home.resolve("a place/lib"));
        Path copy = Files.copy(LAUNCHER, bin.resolve("centrifuge"), StandardCopyOption.COPY_ATTRIBUTES);
        Path installed = Files.createFile(lib.resolve("centrifuge.jar"));
        Path link = Files.createSymbolicLink(home.resolve("link"), copy);
        for (Path called : List.of(copy, link)) {
            Ran ran = run(called, Map.of("CENTRIFUGE_JAR", ""));
            Path found = Path.of(jarOf(ran)).toRealPath();
            assertThat(found).isEqualTo(installed.toRealPath());
        }
    }

    @Test
    void what_is_missing_is_said_in_a_line() throws Exception {
        assertThat(run(LAUNCHER, Map.of("CENTRIFUGE_JAR", "/no/such.jar")).lines)
                .containsExactly("centrifuge: no such file: /no/such.jar");
        Ran ran = run(LAUNCHER, Map.of("JAVA_HOME", "/no/java"));
        assertThat(ran.exit).isEqualTo(1);
        assertThat(ran.lines).containsExactly("centrifuge: no Java at JAVA_HOME=/no/java");
    }

    private static String jarOf(Ran ran) {
        String quoted = ran.lines.get(ran.lines.indexOf("<-jar>") + 1);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** A Java of this version, that prints its process id and its arguments and exits with 7. */
    private void java(String version) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"none\"\nJAVA_VERSION=\"" + version + "\"\n");
        String script = """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-01-01' >&2; exit; fi
                echo "pid $$"
                for argument in "$@"; do echo "<$argument>"; done
                exit 7
                """.formatted(version);
        Path java = bin.resolve("java");
        Files.writeString(java, script);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private Ran run(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "CENTRIFUGE_JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().put("CENTRIFUGE_JAR", jar.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), process.pid(), output.lines().toList());
    }
}

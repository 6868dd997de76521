package dev.centrifuge;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Small files, small methods, small packages: what grows past these is two things under one name. */
class SourceShapeTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");

    private record Sized(String name, int lines) {}

    @Test
    void files_are_small() {
        List<Sized> files = files(MAIN);
        assertThat(Stream.concat(files.stream(), files(TEST).stream()).filter(f -> f.lines > 500))
                .as("files over 500 lines")
                .isEmpty();
        assertThat(quantile(files, 0.5)).as("median of lines a file").isLessThanOrEqualTo(95);
        assertThat(quantile(files, 0.9)).as("90th percentile of lines a file").isLessThanOrEqualTo(250);
    }

    @Test
    void methods_are_small() throws IOException {
        List<Sized> methods = methods();
        assertThat(methods.stream().filter(m -> m.lines > 60))
                .as("methods over 60 lines")
                .isEmpty();
        assertThat(quantile(methods, 0.9))
                .as("90th percentile of lines a method")
                .isLessThanOrEqualTo(13);
    }

    @Test
    void packages_are_small() {
        Map<Path, Long> sizes = sources(MAIN).collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        assertThat(sizes.entrySet().stream().filter(e -> e.getValue() > 21))
                .as("packages of more than 20 files beside package-info.java")
                .isEmpty();
    }

    private static int quantile(List<Sized> sizes, double q) {
        int[] sorted = sizes.stream().mapToInt(Sized::lines).sorted().toArray();
        return sorted[(int) Math.ceil(q * sorted.length) - 1];
    }

    private static List<Sized> files(Path root) {
        return sources(root)
                .map(path -> new Sized(path.toString(), lines(path)))
                .toList();
    }

    private static List<Sized> methods() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    null,
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(sources(MAIN).toList()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<Sized> sizes = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new MethodSizes(unit, positions, sizes), null);
            }
            return sizes;
        }
    }

    /** The lines between a method's braces: how long a method is, not how many parameters it has. */
    private static final class MethodSizes extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Sized> sizes;

        MethodSizes(CompilationUnitTree unit, SourcePositions positions, List<Sized> sizes) {
            this.unit = unit;
            this.positions = positions;
            this.sizes = sizes;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                long open = line(positions.getStartPosition(unit, method.getBody()));
                long close = line(positions.getEndPosition(unit, method.getBody()));
                String name = Path.of(unit.getSourceFile().getName()).getFileName() + "#" + method.getName();
                sizes.add(new Sized(name, (int) Math.max(0, close - open - 1)));
            }
            return super.visitMethod(method, nothing);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }

    private static Stream<Path> sources(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lines(Path path) {
        try (Stream<String> lines = Files.lines(path)) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

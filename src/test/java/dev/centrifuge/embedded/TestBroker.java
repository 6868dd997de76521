package dev.centrifuge.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real broker for tests. One is started per JVM, at the first test that asks for it, and shared by all test classes;
 * it stops when the JVM's tests are over. Tests keep apart by the prefix of their topics, groups and transactional ids:
 *
 * <pre>{@code
 * @ExtendWith(TestBroker.class)
 * class WriterTest {
 *     @Test
 *     void writer_does(TestBroker.Handle kafka) {
 *         kafka.bootstrap();  // 127.0.0.1:port
 *         kafka.prefix();     // "t7": no other test of this JVM has it
 *     }
 * }
 * }</pre>
 *
 * <p>{@code Handle} may be a parameter of a test method, a {@code @BeforeEach} method or a constructor; each parameter
 * has a prefix of its own per test, the same within one test. Nobody may stop the shared broker. A test that stops,
 * kills, fills or slows a broker takes its own:
 *
 * <pre>{@code
 * try (TestBroker.Own kafka = TestBroker.own(dir)) {   // dir: a @TempDir
 *     kafka.stop();      // gracefully; the port stays reserved for this broker
 *     kafka.restart();   // same port, same directory
 * }
 * }</pre>
 *
 * A broker that is killed must be in a child process: see {@link BrokerProcess}.
 */
public final class TestBroker implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(TestBroker.class);
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    /** What a test sees of the shared broker. */
    public record Handle(String bootstrap, String prefix) {}

    /** A broker that belongs to one test. */
    public static final class Own implements AutoCloseable {
        private final Path dir;
        private EmbeddedBroker broker;

        private Own(Path dir) throws StartFailure {
            this.dir = dir;
            this.broker = EmbeddedBroker.start(0, dir);
        }

        public String bootstrap() {
            return broker.bootstrap();
        }

        public EmbeddedBroker broker() {
            return broker;
        }

        public void stop() {
            broker.close();
        }

        public void restart() throws StartFailure {
            broker.close();
            broker = EmbeddedBroker.start(broker.port(), dir);
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /** A broker of one's own on any free port. */
    public static Own own(Path dir) throws StartFailure {
        return new Own(dir);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Parameter declared = parameter.getParameter();
        return declared.getType() == Handle.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return handle(context);
    }

    /** For extensions that stand on the broker: the same that a parameter gets. */
    public static Handle handle(ExtensionContext context) {
        Shared shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Handle.class,
                        key -> new Handle(shared.broker.bootstrap(), "t" + PREFIXES.incrementAndGet()),
                        Handle.class);
    }

    /** Closed by JUnit with the root store, after the last test. */
    private record Shared(EmbeddedBroker broker, Path dir) implements AutoCloseable {

        static Shared start() {
            try {
                Path dir = Files.createTempDirectory("centrifuge-broker");
                return new Shared(EmbeddedBroker.start(0, dir), dir);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() throws IOException {
            broker.close();
            try (Stream<Path> files = Files.walk(dir)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}

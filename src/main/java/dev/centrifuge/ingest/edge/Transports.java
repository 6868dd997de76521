package dev.centrifuge.ingest.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses how to talk to the kernel: io_uring where it works, else epoll, else NIO.
 * Whether it works is tried, not deduced: containers often have a kernel that could and a seccomp profile that forbids.
 */
public final class Transports {

    /** The system property that overrules the choice: {@code io_uring}, {@code epoll} or {@code nio}. */
    public static final String PROPERTY = "centrifuge.transport";

    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    private Transports() {}

    /**
     * A Vert.x builder with the best transport that is available here.
     *
     * @throws IllegalArgumentException where {@link #PROPERTY} names one that is unknown or not available
     */
    public static VertxBuilder vertx() {
        Transport transport = choose(System.getProperty(PROPERTY));
        LOG.info("network transport: {}", transport.name());
        return Vertx.builder().withTransport(transport);
    }

    /** The transport of that name; the best one where none is asked for. */
    static Transport choose(@Nullable String wanted) {
        List<Transport> known = Stream.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO)
                .filter(Objects::nonNull)
                .toList();
        if (wanted == null || wanted.isEmpty()) {
            return known.stream().filter(Transport::available).findFirst().orElse(Transport.NIO);
        }
        Transport asked = known.stream()
                .filter(transport -> transport.name().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(PROPERTY + "=" + wanted + ": expected io_uring, epoll or nio"));
        if (!asked.available()) {
            throw new IllegalArgumentException(
                    PROPERTY + "=" + wanted + ": not available here", asked.unavailabilityCause());
        }
        return asked;
    }
}

package dev.centrifuge.tools;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.util.Arrays;
import java.util.List;

/** Which system interface sockets use. What is compared in a benchmark must use the same one. */
public final class Transports {
    /** As the choice of a user: the best there is. */
    public static final String BEST = "best";

    private Transports() {}

    /**
     * Opens Vert.x on a transport.
     *
     * @param name {@code io_uring}, {@code epoll}, {@code kqueue}, {@code nio}, or {@link #BEST}
     * @param loops how many event loops
     * @throws IllegalArgumentException where there is no such transport on this machine
     */
    public static Vertx open(String name, int loops) {
        Transport transport = find(name);
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(false);
        return Vertx.builder().with(options).withTransport(transport).build();
    }

    /** The one that {@code name} means here. */
    public static Transport find(String name) {
        return available().stream()
                .filter(each -> name.equals(BEST) || name.equals(each.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("transport '" + name + "' is not one of "
                        + available().stream().map(Transport::name).toList()));
    }

    /** Best first. */
    private static List<Transport> available() {
        // Vert.x has null where the classes of a transport are not on the class path.
        return Arrays.asList(Transport.IO_URING, Transport.EPOLL, Transport.KQUEUE, Transport.NIO).stream()
                .filter(each -> each != null && each.available())
                .toList();
    }
}

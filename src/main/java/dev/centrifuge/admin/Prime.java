package dev.centrifuge.admin;

import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the admin port once what operators ask first. Most of a first answer is the loading of classes, of Vert.x' and of ours:
 * with ten thousand destinations the first page took a third of a second, and the next ones 20 ms.
 *
 * <p>By the network, as only that way everything is met that a request meets. On a thread of its own that ends with its last
 * question, after seconds at most; whatever goes wrong is nobody's trouble.
 */
final class Prime {
    private static final Logger LOG = LoggerFactory.getLogger(Prime.class);
    private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    /** Behind the heartbeat with which a stream begins. */
    private static final String FIRST_STATE = "event: ";

    private static final String ALL = "";

    /** In the order of what a page does: itself, its stream, its list; then the scraper. */
    private static final List<Question> QUESTIONS = List.of(
            new Question("/", ALL),
            new Question("/v1/stream?topics=overview,reload", FIRST_STATE),
            new Question("/v1/destinations?limit=100", ALL),
            new Question("/metrics", ALL));

    private final InetSocketAddress address;
    private final String headers;

    /** @param until what to read up to; empty for the end */
    private record Question(String path, String until) {}

    private Prime(AdminConfig config, int port) {
        InetSocketAddress bound = new InetSocketAddress(config.host(), port);
        InetAddress host = bound.getAddress();
        this.address = host == null || host.isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : bound;
        Secret token = config.token();
        this.headers = " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n"
                + "Accept: application/openmetrics-text\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token.value() + "\r\n") + "\r\n";
    }

    /** Returns at once. */
    static void start(AdminConfig config, int port) {
        Thread thread = new Thread(() -> new Prime(config, port).run(), "centrifuge-prime");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (Question each : QUESTIONS) {
                ask(each);
            }
        } catch (IOException e) {
            LOG.debug("the admin port was not asked in advance", e);
        }
    }

    private void ask(Question question) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            socket.getOutputStream().write(("GET " + question.path() + headers).getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();
            byte[] buffer = new byte[8192];
            String before = "";
            for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
                String text = before + new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                if (!question.until().isEmpty() && text.contains(question.until())) {
                    return;
                }
                before = text.substring(
                        Math.max(0, text.length() - question.until().length()));
            }
        }
    }
}

package dev.centrifuge.ingest.edge;

import dev.centrifuge.time.Ticker;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** However the network cuts the bytes, they mean the same; and what is accepted, Netty reads the same way. */
class Http1DecoderTest {

    private static final String GOOD =
            "POST /a?b=c HTTP/1.1\r\nHost: a.b:80\r\nX-y: \u00e4\r\nContent-Length: 5\r\n\r\nhello"
                    + "POST /d HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n"
                    + "GET /e HTTP/1.1\r\nHost: [::1]\r\nConnection: keep-alive\r\n\r\n";

    @Test
    void requests_meanTheSame_whereverTheyAreCut() {
        List<String> whole = read(GOOD, GOOD.length());
        assertThat(whole)
                .containsExactly(
                        "POST /a?b=c HTTP/1.1 [Host: a.b:80, X-y: \u00e4, Content-Length: 5] hello",
                        "POST /d HTTP/1.1 [host: a, Transfer-Encoding: chunked] abc0123456789",
                        "GET /e HTTP/1.1 [Host: [::1], Connection: keep-alive] ");

        for (int step = 1; step < GOOD.length(); step++) {
            assertThat(read(GOOD, step)).as("pieces of %s", step).isEqualTo(whole);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.centrifuge.ingest.edge.HostileRequestTest#attacks")
    void attacks_areRefused_whereverTheyAreCut(String name, int status, String bytes) {
        int smallest = 1 + bytes.length() / 1_000;
        for (int step : new int[] {smallest, 2 * smallest, 3 * smallest, 17 * smallest, bytes.length()}) {
            assertThat(read(bytes, step)).as("pieces of %s", step).last().isEqualTo("refused " + status);
        }
    }

    /** The bugs to fear are those by which we accept what the next reader sees otherwise. */
    @Test
    void mutants_areRefused_orReadAsNettyReadsThem() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < 5_000; i++) {
            String mutant = mutate(random);
            List<String> ours = read(mutant, 1 + random.nextInt(mutant.length()));
            List<String> understood =
                    ours.stream().filter(line -> !line.startsWith("refused")).toList();
            List<String> theirs = readByNetty(mutant);
            assertThat(theirs.size())
                    .as("seed %s, mutant %s: %s", seed, i, mutant)
                    .isGreaterThanOrEqualTo(understood.size());
            assertThat(theirs.subList(0, understood.size()))
                    .as("seed %s, mutant %s: %s", seed, i, mutant)
                    .isEqualTo(understood);
            accepted += understood.size();
        }
        assertThat(accepted).isGreaterThan(3_000);
    }

    private static String mutate(Random random) {
        StringBuilder mutant = new StringBuilder(GOOD);
        String bytes = "\r\n\t \0:;,/0123456789abcdefxX\"\u007f\u0080\u00ff";
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            int at = random.nextInt(mutant.length());
            char c = bytes.charAt(random.nextInt(bytes.length()));
            switch (random.nextInt(4)) {
                case 0 -> mutant.setCharAt(at, c);
                case 1 -> mutant.insert(at, c);
                case 2 -> mutant.deleteCharAt(at);
                default -> mutant.insert(at, mutant.substring(at, Math.min(mutant.length(), at + random.nextInt(30))));
            }
        }
        return mutant.toString();
    }

    /** What the decoder makes of it: a line a request, and one for the refusal. */
    private static List<String> read(String bytes, int step) {
        EdgeLoop loop = new EdgeLoop(TestEdge.limits(), new EdgeListener() {}, Ticker.system());
        Http1Gate gate = new Http1Gate(loop);
        EmbeddedChannel channel = new EmbeddedChannel(gate.decoder(), gate);
        List<String> requests = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < all.length && channel.isOpen(); at += step) {
            channel.writeInbound(Unpooled.copiedBuffer(all, at, Math.min(step, all.length - at)));
            collect(channel, current, requests, true);
        }
        channel.runPendingTasks();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out instanceof FullHttpResponse response && response.status().code() >= 400) {
                requests.add("refused " + response.status().code());
            }
            ReferenceCountUtil.release(out);
        }
        channel.finishAndReleaseAll();
        return requests;
    }

    private static List<String> readByNetty(String bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(8192, 16384, 8192));
        List<String> requests = new ArrayList<>();
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        collect(channel, new StringBuilder(), requests, false);
        channel.finishAndReleaseAll();
        return requests;
    }

    private static void collect(
            EmbeddedChannel channel, StringBuilder current, List<String> requests, boolean answered) {
        for (Object in = channel.readInbound(); in != null; in = channel.readInbound()) {
            if (in instanceof HttpRequest request) {
                current.setLength(0);
                current.append(request.method())
                        .append(' ')
                        .append(request.uri())
                        .append(' ');
                current.append(request.protocolVersion()).append(' ');
                current.append(request.headers().entries().stream()
                        .map(field -> field.getKey() + ": " + field.getValue())
                        .toList());
                current.append(' ');
            }
            if (in instanceof HttpContent content && content.decoderResult().isSuccess()) {
                current.append(content.content().toString(StandardCharsets.ISO_8859_1));
                if (in instanceof LastHttpContent) {
                    requests.add(current.toString());
                    if (answered) {
                        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
                    }
                }
            }
            ReferenceCountUtil.release(in);
        }
    }
}

package dev.centrifuge.tools.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseScannerTest {
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"success\":true}"
            + "HTTP/1.1 100 Continue\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\n"
            + "HTTP/1.1 503 Busy\r\nretry-after: 1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n\n\r\n0\r\na: b\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            + "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx";

    private final List<String> answers = new ArrayList<>();
    private final ResponseScanner scanner =
            new ResponseScanner((status, close) -> answers.add(status + (close ? " close" : "")));

    @Test
    void answers_areFound_howeverTheyAreCut() {
        for (int size = 1; size <= STREAM.length(); size++) {
            answers.clear();
            for (int at = 0; at < STREAM.length(); at += size) {
                assertThat(scanner.feed(bytes(STREAM.substring(at, Math.min(STREAM.length(), at + size)))))
                        .isTrue();
            }
            assertThat(answers)
                    .as("pieces of %d", size)
                    .containsExactly("200", "204", "503", "200", "200", "400 close");
        }
    }

    @Test
    void whatIsNoHttp_isSaidToBeSo() {
        assertThat(scanner.feed(bytes("SSH-2.0-OpenSSH_9.2p1\r\n\r\n"))).isFalse();
        assertThat(new ResponseScanner((s, c) -> {}).feed(bytes("HTTP/1.1 abc OK\r\n\r\n")))
                .isFalse();
        assertThat(new ResponseScanner((s, c) -> {}).feed(bytes("x".repeat(20_000))))
                .isFalse();
        assertThat(answers).isEmpty();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

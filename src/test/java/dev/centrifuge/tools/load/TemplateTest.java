package dev.centrifuge.tools.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateTest {

    @Test
    void request_isWholeAndNumbered() {
        Template template = Template.post("h:1", "/p", "a: b\r\n", "{\"id\":\"é-{seq}\"}", 1, 40);
        assertThat(text(template, 2))
                .isEqualTo("POST /p HTTP/1.1\r\nhost: h:1\r\na: b\r\ncontent-length: 24\r\n\r\n"
                        + "{\"id\":\"é-000000000042\"}");
        assertThat(template.events()).isEqualTo(1);
        assertThat(template.bytes()).isEqualTo(text(template, 0).getBytes(StandardCharsets.UTF_8).length);
        assertThat(text(template.from(7), 0)).contains("é-000000000007");
    }

    @Test
    void batch_numbersItsEventsThrough() {
        Template template = Template.post("h", "/", "", "{seq},{user};{seq},{user}", 1, 0);
        assertThat(template.events()).isEqualTo(2);
        String second = body(template, 1);
        assertThat(second).matches("000000000002,\\d{6};000000000003,\\d{6}");
        assertThat(body(template, 1)).isEqualTo(second);
    }

    @Test
    void users_areManyAndTheSeeds() {
        Template one = Template.post("h", "/", "", "{seq} {user}", 1, 0);
        Template other = Template.post("h", "/", "", "{seq} {user}", 2, 0);
        Set<String> users = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            users.add(body(one, i).substring(13));
        }
        assertThat(users).hasSizeGreaterThan(980);
        assertThat(body(one, 5)).isNotEqualTo(body(other, 5));
    }

    private static String body(Template template, long number) {
        return text(template, number).replaceFirst("(?s).*\r\n\r\n", "");
    }

    private static String text(Template template, long number) {
        ByteBuf own = template.open(UnpooledByteBufAllocator.DEFAULT);
        ByteBuf request = template.next(own, number);
        String text = request.toString(StandardCharsets.UTF_8);
        request.release();
        own.release();
        return text;
    }
}

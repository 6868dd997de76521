package dev.centrifuge.ingest.edge;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@link VertxHook} relies on. Where this fails after an upgrade of Vert.x, the edge guards nothing. */
class VertxHookTest {

    @Test
    void pipelineOfARequest_isTheHardenedOne() throws Exception {
        AtomicReference<HttpServerRequest> asked = new AtomicReference<>();
        try (TestEdge edge = TestEdge.start(TestEdge.limits(), request -> {
                    asked.set(request);
                    request.response().end();
                });
                RawClient client = RawClient.to(edge.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();

            ChannelPipeline pipeline =
                    VertxHook.channel(asked.get().connection()).pipeline();

            assertThat(pipeline.names()).containsSubsequence(VertxHook.DECODER, VertxHook.ENCODER, VertxHook.GATE);
            assertThat(pipeline.get(VertxHook.DECODER)).isInstanceOf(Http1Decoder.class);
            assertThat(pipeline.get(VertxHook.GATE)).isInstanceOf(Http1Gate.class);
        }
    }

    @Test
    void headers_areVertxOwn_soNothingWrapsThem() {
        HttpHeaders headers = VertxHook.headers();

        headers.add("Content-Type", "a");

        assertThat(headers.get("content-type")).isEqualTo("a");
        assertThat(headers).isInstanceOf(io.vertx.core.MultiMap.class);
    }
}

package dev.centrifuge.delivery.head;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.delivery.Samples;
import dev.centrifuge.event.Envelope;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StampsTest {

    private static final long NOW = 1_700_000_000_999L;

    @Test
    void eventHeaders_sayWhatTheEventIs() {
        MultiMap headers = stamped(EventHeaders.INSTANCE, Head.of(Samples.event("id.1"), 3, NOW));

        assertThat(headers.get("webhook-id")).isEqualTo("id~2e1");
        assertThat(headers.get("webhook-timestamp")).isEqualTo("1700000000");
        assertThat(headers.get("x-centrifuge-source")).isEqualTo("web");
        assertThat(headers.get("x-centrifuge-attempt")).isEqualTo("3");
    }

    @Test
    void trace_keepsItsIdAndFlags_withANewSpan() {
        TraceHeader stamp = new TraceHeader(new SplittableRandom(7));

        String first = stamped(stamp, head(Samples.TRACEPARENT)).get("traceparent");
        String second = stamped(stamp, head(Samples.TRACEPARENT)).get("traceparent");

        assertThat(first).matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01");
        assertThat(first).isNotEqualTo(Samples.TRACEPARENT).isNotEqualTo(second);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\n"
            })
    void noTraceOrABadOne_hasOneMadeOfSourceAndId(String traceparent) {
        TraceHeader stamp = new TraceHeader(new SplittableRandom(7));

        String first = made(stamp, "web", "1", traceparent);
        String second = made(stamp, "web", "1", traceparent);

        assertThat(first).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").isNotEqualTo(second);
        assertThat(second).startsWith(first.substring(0, 36));
        assertThat(made(stamp, "web", "2", traceparent)).doesNotStartWith(first.substring(0, 19));
        assertThat(made(stamp, "web1", "", traceparent)).doesNotStartWith(first.substring(0, 19));
    }

    private static String made(Stamp stamp, String source, String id, String traceparent) {
        Envelope envelope = new Envelope(source, id, "track", 0, traceparent, null);
        return stamped(stamp, Head.of(Samples.event(envelope, "{}"), 1, NOW)).get("traceparent");
    }

    @Test
    void fixedHeaders_haveAgentAndTheDestinationsOwn() {
        MultiMap headers = stamped(fixed(Map.of("X-Team", "growth")), head(null));

        assertThat(headers.entries())
                .extracting(e -> e.getKey() + "=" + e.getValue())
                .containsExactly("user-agent=centrifuge/1", "x-team=growth");
    }

    @Test
    void authorization_inEachForm() {
        assertThat(authorized(new Auth.Bearer(new Secret("t0ken"))).get("authorization"))
                .isEqualTo("Bearer t0ken");
        assertThat(authorized(new Auth.Basic("jo", new Secret("päss"))).get("authorization"))
                .isEqualTo("Basic am86cMOkc3M=");
        assertThat(authorized(new Auth.Header("X-Key", new Secret("k"))).get("x-key"))
                .isEqualTo("k");
    }

    @Test
    void trace_isTheAttemptsOwn_whereItIsFollowed() {
        String own = "00-0af7651916cd43dd8448eb211c80319c-1111111111111111-01";
        TraceHeader trace = new TraceHeader(new java.util.Random(1));

        assertThat(stamped(trace, head(Samples.TRACEPARENT).traced(own)).get("traceparent"))
                .isEqualTo(own);
        assertThat(stamped(trace, head(Samples.TRACEPARENT).traced(null)).get("traceparent"))
                .startsWith(Samples.TRACEPARENT.substring(0, 36))
                .isNotEqualTo(Samples.TRACEPARENT);
    }

    private static MultiMap authorized(Auth auth) {
        return stamped(Authorization.of(auth), head(null));
    }

    private static FixedHeaders fixed(Map<String, String> own) {
        Map<String, Secret> secrets = new java.util.HashMap<>();
        own.forEach((name, value) -> secrets.put(name, new Secret(value)));
        return new FixedHeaders("centrifuge/1", secrets);
    }

    private static Head head(String traceparent) {
        return Head.of(Samples.event(new Envelope("web", "1", "track", 0, traceparent, null), "{}"), 1, NOW);
    }

    private static MultiMap stamped(Stamp stamp, Head head) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        stamp.stamp(head, headers);
        return headers;
    }
}

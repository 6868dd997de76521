package dev.centrifuge.delivery.token;

import dev.centrifuge.delivery.HandTicker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokensTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final HandTicker ticker = new HandTicker();
    private final Deque<Promise<Grant>> asked = new ArrayDeque<>();
    private int requests;
    private final Tokens tokens = tokens(1);

    private Tokens tokens(long seed) {
        return new Tokens(
                () -> {
                    requests++;
                    Promise<Grant> promise = Promise.promise();
                    asked.add(promise);
                    return promise.future();
                },
                ticker,
                new SplittableRandom(seed));
    }

    @Test
    void manyThatWait_areServedByOneRequest() {
        List<Future<Token>> waiting = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            waiting.add(tokens.get());
        }
        assertThat(requests).isOne();

        give("a", HOUR);

        assertThat(waiting)
                .allMatch(token -> token.succeeded() && token.result().value().equals("a"));
        assertThat(tokens.get().result().value()).isEqualTo("a");
        assertThat(requests).isOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void token_isRenewedBeforeItsEnd_whileItIsUsedOn(long seed) {
        Tokens own = tokens(seed);
        own.get();
        give("a", HOUR);

        ticker.advance(Duration.ofMinutes(42).minusSeconds(1));
        assertThat(own.get().result().value()).isEqualTo("a");
        assertThat(requests).as("before 70 %").isOne();
        ticker.advance(Duration.ofMinutes(9).plusSeconds(2));
        assertThat(own.get().result().value()).isEqualTo("a");
        assertThat(own.get().result().value()).isEqualTo("a");
        assertThat(requests).as("after 85 %").isEqualTo(2);
        give("b", HOUR);

        assertThat(own.get().result().value()).isEqualTo("b");
    }

    @Test
    void token_isNotUsedToItsVeryEnd() {
        tokens.get();
        give("a", Duration.ofSeconds(100));

        ticker.advance(Duration.ofMillis(97_999));
        assertThat(tokens.get().isComplete()).isTrue();
        give("b", Duration.ofSeconds(100));
        ticker.advance(Duration.ofMillis(98_000));

        assertThat(tokens.get().isComplete()).isFalse();
        assertThat(requests).isEqualTo(3);
    }

    @Test
    void timeOfItsWay_countsAsPartOfItsLife() {
        tokens.get();
        ticker.advance(Duration.ofSeconds(9));
        give("a", Duration.ofSeconds(10));

        assertThat(tokens.get().isComplete()).isFalse();
    }

    @Test
    void failingEndpoint_isAskedLessAndLess_howeverManyAsk() {
        List<Long> waits = new ArrayList<>();
        long last = ticker.nanos();
        for (int millis = 0; millis < 60_000; millis += 10) {
            Future<Token> token = tokens.get();
            if (!asked.isEmpty()) {
                waits.add((ticker.nanos() - last) / 1_000_000);
                last = ticker.nanos();
                refuse(new TokenFailure("down"));
            }
            TokenFailure failure = (TokenFailure) token.cause();
            assertThat(failure).hasMessage("down");
            assertThat(failure.waitMillis()).isBetween(1L, 8_000L);
            ticker.advance(Duration.ofMillis(10));
        }

        assertThat(waits.subList(1, 4))
                .satisfiesExactly(
                        wait -> assertThat(wait).isBetween(500L, 1_010L),
                        wait -> assertThat(wait).isBetween(1_000L, 2_010L),
                        wait -> assertThat(wait).isBetween(2_000L, 4_010L));
        assertThat(waits.subList(4, waits.size()))
                .allSatisfy(wait -> assertThat(wait).isBetween(4_000L, 8_010L));
        assertThat(requests).isBetween(10, 17);
    }

    @Test
    void endpointThatAsksForPeace_getsIt() {
        tokens.get();
        refuse(new TokenFailure("slow down", 30_000));

        ticker.advance(Duration.ofSeconds(29));
        assertThat(((TokenFailure) tokens.get().cause()).waitMillis()).isEqualTo(1_000);
        ticker.advance(Duration.ofSeconds(1));
        tokens.get();

        assertThat(requests).isEqualTo(2);
    }

    @Test
    void failedRenewal_leavesTheTokenInUse_toItsEnd() {
        tokens.get();
        give("a", HOUR);
        ticker.advance(Duration.ofMinutes(52));
        tokens.get();
        refuse(new TokenFailure("down"));

        assertThat(tokens.get().result().value()).isEqualTo("a");
        assertThat(requests).isEqualTo(2);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(tokens.get().result().value()).isEqualTo("a");
        assertThat(requests).isEqualTo(3);
    }

    @Test
    void success_forgetsFailures() {
        for (int i = 0; i < 5; i++) {
            tokens.get();
            refuse(new TokenFailure("down"));
            ticker.advance(Duration.ofSeconds(8));
        }
        tokens.get();
        give("a", Duration.ofSeconds(10));
        ticker.advance(Duration.ofSeconds(20));
        Future<Token> token = tokens.get();
        refuse(new TokenFailure("down"));

        assertThat(((TokenFailure) token.cause()).waitMillis()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void refusedToken_isReplacedOnce_howeverManyRequestsItWasRefusedTo() {
        tokens.get();
        give("a", HOUR);
        Token a = tokens.get().result();
        a.prove();

        assertThat(tokens.refused(a)).isTrue();
        Future<Token> first = tokens.get();
        assertThat(tokens.refused(a)).isTrue();
        Future<Token> second = tokens.get();
        give("b", HOUR);

        assertThat(first.result().value()).isEqualTo("b");
        assertThat(second.result()).isSameAs(first.result());
        assertThat(tokens.refused(a)).isTrue();
        assertThat(tokens.get().result().value()).isEqualTo("b");
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void freshToken_thatWasNeverAccepted_isNotToBlame() {
        tokens.get();
        give("a", HOUR);
        Token a = tokens.get().result();

        assertThat(tokens.refused(a)).isFalse();
        ticker.advance(Duration.ofSeconds(10));
        assertThat(tokens.refused(a)).isTrue();
    }

    private void give(String value, Duration life) {
        asked.remove().complete(new Grant(value, life));
    }

    private void refuse(TokenFailure why) {
        asked.remove().fail(why);
    }
}

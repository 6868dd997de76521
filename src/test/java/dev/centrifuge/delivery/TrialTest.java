package dev.centrifuge.delivery;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Attempts that an operator makes to see what comes back. */
class TrialTest {
    private final Bench bench = new Bench();
    private final ConcurrentLinkedQueue<String> marks = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        bench.close();
    }

    private String serve(int status, String answer) {
        HttpServer server = Bench.await(bench.vertx
                .createHttpServer()
                .requestHandler(request -> {
                    marks.add(String.valueOf(request.getHeader("x-centrifuge-test")));
                    request.response().setStatusCode(status).end(answer);
                })
                .listen(0, "127.0.0.1"));
        return "http://127.0.0.1:" + server.actualPort();
    }

    private Outcome fire(Delivery delivery) {
        Promise<Outcome> promise = Promise.promise();
        Attempt attempt = new Attempt(List.of(Samples.event("m-1", "{\"a\":1}")), 1, () -> {}, null, sent::add);
        bench.loop.runOnContext(v -> delivery.send(attempt).onComplete(promise));
        return Bench.await(promise.future());
    }

    @Test
    void trial_isMarked_andShowsTheRequestWithoutItsSecrets() {
        Delivery delivery = bench.open(Samples.destination(serve(200, "taken, t0ken") + "/hook?key=s3cret")
                .header("X-Team", "growth")
                .auth(new Auth.Bearer(new Secret("t0ken")))
                .signedBy("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .config());
        Outcome outcome = fire(delivery);
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(outcome.answer().excerpt()).isEqualTo("taken, ***");
        assertThat(marks).containsExactly("true");
        Sent request = sent.remove();
        assertThat(request.toString()).doesNotContain("t0ken", "growth", "s3cret");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).endsWith("/hook?***");
        assertThat(request.body()).isEqualTo("{\"a\":1}");
        assertThat(request.headers())
                .containsEntry("x-centrifuge-test", "true")
                .containsEntry("content-type", "application/json")
                .containsKey("webhook-signature");
        assertThat(request.headers().values()).filteredOn("***"::equals).hasSize(2);
    }

    @Test
    void otherAttempts_areNotMarked_andKeepNoAnswerOfASuccess() {
        Outcome outcome = bench.send(Samples.destination(serve(200, "taken")).config());
        assertThat(outcome.answer().excerpt()).isEmpty();
        assertThat(marks).containsExactly("null");
    }

    @Test
    void trial_thatIsRefused_isARefusal() {
        Outcome outcome = fire(bench.open(Samples.destination(serve(422, "no")).config()));
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome.answer().excerpt()).isEqualTo("no");
        assertThat(sent).hasSize(1);
    }
}

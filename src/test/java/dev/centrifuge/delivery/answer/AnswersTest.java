package dev.centrifuge.delivery.answer;

import dev.centrifuge.config.outbound.AnswerRules;
import dev.centrifuge.config.outbound.AnswerRules.Meaning;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.delivery.Outcome.Gone;
import dev.centrifuge.delivery.Outcome.Refused;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AnswersTest {

    private static final long NOW = 1_700_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 208, 226, 299})
    void success_isDelivered(int status) {
        assertThat(classify(status, null)).isInstanceOf(Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {408, 425, 429, 500, 501, 502, 503, 504, 505, 507, 511, 520, 529, 599, 600, 999, 100, 101, 199, 0})
    void whatMayPass_isFailed(int status) {
        assertThat(classify(status, null)).isEqualTo(new Failed(answer(status), 0));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                300, 301, 302, 303, 304, 307, 308, 399, 400, 401, 402, 403, 404, 405, 406, 407, 409, 411, 412, 413, 414,
                415, 422, 423, 426, 428, 431, 451, 460, 499
            })
    void redirectsAndOtherClientErrors_areRefused(int status) {
        assertThat(classify(status, null)).isInstanceOf(Refused.class);
    }

    @Test
    void gone_isGone() {
        assertThat(classify(410, "10")).isInstanceOf(Gone.class);
    }

    @ParameterizedTest
    @CsvSource({"429, 7, 7000", "503, 7, 7000", "500, 7, 0", "502, 7, 0", "408, 7, 0", "425, 7, 0"})
    void retryAfter_gates_on429And503Only(int status, String header, long gate) {
        assertThat(classify(status, header)).isEqualTo(new Failed(answer(status), gate));
    }

    @ParameterizedTest
    @CsvSource({
        "409, Delivered",
        "410, Refused",
        "404, Failed",
        "422, Gone",
        "200, Delivered",
        "202, Failed",
        "500, Refused",
        "503, Failed",
        "302, Refused",
        "600, Failed"
    })
    void rules_goBeforeTheTable_andAStatusBeforeItsClass(int status, String outcome) {
        Answers answers = Answers.of(new AnswerRules(Map.of(
                "409", Meaning.DELIVERED,
                "410", Meaning.DEAD,
                "4xx", Meaning.RETRY,
                "422", Meaning.DISABLE,
                "202", Meaning.RETRY,
                "5xx", Meaning.DEAD,
                "503", Meaning.RETRY)));

        assertThat(answers.classify(answer(status), null, NOW).getClass().getSimpleName())
                .isEqualTo(outcome);
        assertThat(answers.isSuccess(status)).isEqualTo(outcome.equals("Delivered"));
    }

    @Test
    void retryAfter_gates_alsoWhereARuleSaysRetry() {
        Answers answers = Answers.of(new AnswerRules(Map.of("503", Meaning.RETRY)));

        assertThat(answers.classify(answer(503), "7", NOW)).isEqualTo(new Failed(answer(503), 7_000));
    }

    @Test
    void noAnswer_isFailed_unlessARuleSaysElse() {
        Answers answers = Answers.of(new AnswerRules(Map.of("tls", Meaning.DEAD, "dns", Meaning.DISABLE)));

        assertThat(answers.failed(silence("timeout"), 0)).isEqualTo(new Failed(silence("timeout"), 0));
        assertThat(answers.failed(silence("token"), 9)).isEqualTo(new Failed(silence("token"), 9));
        assertThat(answers.failed(silence("tls"), 0)).isEqualTo(new Refused(silence("tls")));
        assertThat(answers.failed(silence("dns"), 0)).isEqualTo(new Gone(silence("dns")));
    }

    private static Answer silence(String cause) {
        return new Answer(0, cause, "", 1);
    }

    @Test
    void cause_isFromASmallSet() {
        assertThat(Answers.cause(200)).isEqualTo("http_200");
        assertThat(Answers.cause(503)).isEqualTo("http_503").isSameAs(Answers.cause(503));
        assertThat(Answers.cause(600)).isEqualTo("protocol");
        assertThat(Answers.cause(0)).isEqualTo("protocol");
        assertThat(Answers.cause(-1)).isEqualTo("protocol");
    }

    private static Outcome classify(int status, String retryAfter) {
        return Answers.of(AnswerRules.none()).classify(answer(status), retryAfter, NOW);
    }

    private static Answer answer(int status) {
        return new Answer(status, Answers.cause(status), "", 1);
    }
}

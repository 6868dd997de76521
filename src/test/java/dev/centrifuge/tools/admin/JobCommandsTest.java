package dev.centrifuge.tools.admin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code dead} and {@code replay} ask for, and what they print of the answer. */
class JobCommandsTest {
    private static final String JOB = "{\"id\":\"rp1\",\"kind\":\"replay\",\"state\":\"%s\",\"destination\":\"crm\","
            + "\"createdAt\":\"T\",\"progress\":{\"copied\":%d,\"skipped\":1,\"share\":%s}}";

    private final CommandRun commands = new CommandRun();
    private FakeAdmin admin;

    @BeforeEach
    void start() throws Exception {
        admin = new FakeAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private int run(Object command, String... arguments) {
        return commands.run(admin.url(), command, arguments);
    }

    @Test
    void replay_startsOne_withAndWithoutTheWord() {
        admin.answer(JOB.formatted("waiting", 0, "0.0"));
        admin.answer(JOB.formatted("waiting", 0, "0.0"));
        assertThat(run(new ReplayCommand(), "--destination", "crm", "--since", "2h", "--rate", "50"))
                .isZero();
        assertThat(run(new ReplayCommand(), "start", "--destination", "crm", "--filter", ".a"))
                .isZero();
        assertThat(admin.asked)
                .containsExactly(
                        "POST /v1/replays {\"destination\":\"crm\",\"since\":\"2h\",\"rate\":50.0}",
                        "POST /v1/replays {\"destination\":\"crm\",\"filter\":\".a\"}");
        assertThat(commands.out()).contains("rp1");
    }

    @Test
    void replay_waitsForTheEnd() {
        admin.answer(JOB.formatted("waiting", 0, "0.0"));
        admin.answer(JOB.formatted("running", 3, "0.3"));
        admin.answer(JOB.formatted("done", 9, "1.0"));
        assertThat(run(new ReplayCommand(), "--destination", "crm", "--wait")).isZero();
        assertThat(admin.asked.subList(1, 3)).containsExactly("GET /v1/replays/rp1", "GET /v1/replays/rp1");
        assertThat(commands.out()).contains("done").contains("9");
    }

    @Test
    void replay_thatFailed_isAFailure() {
        admin.answer(JOB.formatted("failed", 3, "0.3"));
        assertThat(run(new ReplayCommand(), "--destination", "crm", "--wait")).isEqualTo(1);
    }

    @Test
    void replay_withoutADestination_isWrongUsage() {
        assertThat(run(new ReplayCommand())).isEqualTo(2);
        assertThat(commands.err()).contains("--destination is missing; or say list, show or cancel");
        assertThat(admin.asked).isEmpty();
    }

    @Test
    void jobs_areListed_shownAndCancelled() {
        admin.answer("{\"items\":[" + JOB.formatted("running", 12, "0.421") + "]}");
        admin.answer(JOB.formatted("running", 12, "0.421"));
        admin.answer(JOB.formatted("cancelled", 12, "0.421"));
        assertThat(run(new ReplayCommand(), "list")).isZero();
        assertThat(commands.out().lines().toList().get(1))
                .isEqualTo("rp1  replay  running  crm              12        1   42 %  T");
        assertThat(run(new ReplayCommand(), "show", "rp1")).isZero();
        assertThat(run(new ReplayCommand(), "cancel", "rp1")).isZero();
        assertThat(admin.asked.get(1)).isEqualTo("GET /v1/replays/rp1");
        assertThat(admin.asked.get(2)).isEqualTo("DELETE /v1/replays/rp1");
    }

    @Test
    void letters_areListedByFilters() {
        admin.answer("{\"items\":[{\"id\":\"0-7\",\"at\":\"T\",\"destination\":\"crm\",\"reason\":\"ttl\","
                + "\"attempts\":4,\"redriven\":{\"job\":\"rd1\"}}],\"next\":\"abc\",\"searched\":{\"from\":\"F\"}}");
        assertThat(run(new DeadCommand(), "list", "--destination", "crm", "--text", "a b", "--limit", "1"))
                .isZero();
        assertThat(admin.asked).containsExactly("GET /v1/dead?destination=crm&text=a%20b&limit=1");
        String printed = commands.out();
        assertThat(printed.lines().toList())
                .element(1)
                .asString()
                .startsWith("0-7  T   crm")
                .contains("ttl", "4", "rd1");
        assertThat(printed).contains("searched back to F; for more: --cursor abc");
    }

    @Test
    void letter_isShown_withoutWhatATerminalWouldObey() {
        admin.answer("{\"id\":\"0-7\",\"reason\":\"ttl\",\"answer\":\"\\u001b[2Jgone\",\"payload\":{\"a\":1}}");
        assertThat(run(new DeadCommand(), "show", "0-7")).isZero();
        assertThat(admin.asked).containsExactly("GET /v1/dead/0-7");
        assertThat(commands.out()).contains("reason: ttl").contains("\"a\" : 1").doesNotContain("\u001b");
    }

    @Test
    void letters_withoutTheirEvent_sayWhereItIs() {
        String letter = "{\"id\":\"3-7\",\"at\":\"T\",\"destination\":\"crm\",\"reason\":\"http_413\",\"attempts\":1,"
                + "\"reference\":{\"partition\":3,\"offset\":1027,\"gone\":%s}%s}";
        admin.answer("{\"items\":[" + letter.formatted("false", "") + "]}");
        admin.answer(letter.formatted("false", ",\"payload\":{\"a\":1}"));
        admin.answer(letter.formatted("true", ""));
        assertThat(run(new DeadCommand(), "list")).isZero();
        assertThat(commands.out()).contains("EVENT AT").contains(" 3-1027 ");
        assertThat(run(new DeadCommand(), "show", "3-7")).isZero();
        assertThat(commands.out())
                .contains("event: in the log, at 3-1027: it was too large for its letter")
                .contains("\"a\" : 1");
        assertThat(run(new DeadCommand(), "show", "3-7")).isZero();
        assertThat(commands.out()).contains("event: no longer in the log (it was at 3-1027)");
    }

    @Test
    void redrive_needsToBeToldWhich() {
        assertThat(run(new DeadCommand(), "redrive")).isEqualTo(2);
        assertThat(run(new DeadCommand(), "redrive", "0-1", "--all")).isEqualTo(2);
        assertThat(commands.err()).contains("say which letters: by their ids, by filters, or all of them by --all");
        assertThat(admin.asked).isEmpty();
    }

    @Test
    void redrive_countsFirst_whereThatIsAsked() {
        admin.answer("{\"matched\":9,\"skipped\":0,\"scanned\":16,\"complete\":true}");
        admin.answer(JOB.formatted("waiting", 0, "0.0"));
        assertThat(run(new DeadCommand(), "redrive", "--destination", "crm", "--dry-run"))
                .isZero();
        assertThat(commands.out()).contains("9");
        assertThat(run(new DeadCommand(), "redrive", "0-1", "0-2")).isZero();
        assertThat(admin.asked)
                .containsExactly(
                        "POST /v1/dead/redrive {\"destination\":\"crm\",\"dryRun\":true}",
                        "POST /v1/dead/redrive {\"ids\":[\"0-1\",\"0-2\"]}");
    }

    @Test
    void answers_areJson_forScripts() {
        admin.answer("{\"items\":[]}");
        assertThat(run(new DeadCommand(), "list", "--json")).isZero();
        assertThat(commands.out().strip()).isEqualTo("{\n  \"items\" : [ ]\n}");
    }
}

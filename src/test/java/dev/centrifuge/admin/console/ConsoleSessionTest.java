package dev.centrifuge.admin.console;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The console at gateways that want a token, or go away. */
@EnabledIf(value = "installed", disabledReason = "there is no chromium or no chromedriver in /usr/bin")
class ConsoleSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    static boolean installed() {
        return Browser.installed();
    }

    @Test
    void token_is_asked_for_and_the_gateway_may_go_and_come_back() throws Exception {
        ConsoleFake fake = new ConsoleFake(0, "s3cret");
        try (Browser browser = new Browser()) {
            browser.screen(1280, 860, false).load(fake.url("/"));
            await().atMost(PATIENCE).until(() -> browser.text("dialog").contains("Admin token"));
            browser.type("dialog [name=token]", "wrong");
            browser.enter("dialog [name=token]");
            await().atMost(PATIENCE).until(() -> browser.text("dialog").contains("did not take that token"));
            browser.type("dialog [name=token]", "s3cret");
            browser.enter("dialog [name=token]");
            await().atMost(PATIENCE).until(() -> browser.text(".verdict").contains("in trouble"));
            assertThat(browser.script("return sessionStorage.getItem('centrifuge.token')"))
                    .isEqualTo("s3cret");

            int port = fake.url("/").getPort();
            fake.close();
            await().atMost(PATIENCE).until(() -> browser.text(".banner").contains("No live data for"));
            assertThat(browser.text(".link")).isEqualTo("Lost");
            assertThat(browser.text(".verdict"))
                    .as("what was known is still there")
                    .contains("in trouble");

            // In vain, and the page goes on asking by itself: it may be back before somebody has pressed anything.
            browser.press("Retry now");
            await().atMost(PATIENCE).until(() -> browser.text(".link").equals("Lost"));
            fake = new ConsoleFake(port, "s3cret");
            await().atMost(PATIENCE).until(() -> browser.text(".link").equals("Live"));
            assertThat(browser.count(".banner[hidden]")).isEqualTo(1);
        } finally {
            fake.close();
        }
    }
}

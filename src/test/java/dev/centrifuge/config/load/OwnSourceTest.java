package dev.centrifuge.config.load;

import dev.centrifuge.config.DestinationConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The source {@code centrifuge}, of which there is no file. */
class OwnSourceTest {
    private ConfDir conf;

    @BeforeEach
    void directory(@TempDir Path directory) {
        conf = new ConfDir(directory);
    }

    @Test
    void theGatewaysOwnSource_feedsWhoNamesIt_andIsThereWhileSomebodyDoes() {
        conf.with("sources/web.json", "{}").with("destinations/crm.json", "{'url':'https://crm.example/'}");
        assertThat(conf.valid().sourceIds()).containsExactly("web");

        conf.with("destinations/chat.json", "{'url':'https://chat.example/','sources':['centrifuge','web']}");
        conf.with("destinations/all.json", "{'url':'https://all.example/','sources':['*','centrifuge']}");

        assertThat(conf.valid().sourceIds()).containsExactly("centrifuge", "web");
        assertThat(conf.valid().sources()).containsOnlyKeys("web");
        assertThat(conf.valid().destinations().values().stream()
                        .filter(DestinationConfig::alerted)
                        .map(DestinationConfig::id))
                .containsExactly("all", "chat");
    }

    @Test
    void noFileMayHaveItsId() {
        conf.with("sources/centrifuge.json", "{'writeKeys':['forged']}");
        conf.with("destinations/chat.json", "{'url':'https://chat.example/','sources':['centrifuge']}");

        assertThat(conf.errors())
                .containsExactly(
                        "sources/centrifuge.json: /: \"centrifuge\" is reserved for events of the gateway itself, expected another name");
    }
}

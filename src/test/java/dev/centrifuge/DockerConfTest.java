package dev.centrifuge;

import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.load.ConfigLoader;
import dev.centrifuge.config.load.Loaded;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The configurations that the image and the compose file bring. */
class DockerConfTest {
    private static final long HEAP = 512 << 20;

    @Test
    void a_single_gateway_embeds_its_kafka_on_the_volume() {
        Configuration conf = load("single", Map.of("CENTRIFUGE_ADMIN_TOKEN", "t"));
        assertThat(conf.gateway().kafka().embedded().dir()).isEqualTo(Path.of("/data/kafka"));
        assertThat(conf.gateway().admin().token().value()).isEqualTo("t");
        assertThat(conf.destinations().get("sink").privateNetwork()).isTrue();
    }

    @Test
    void a_clustered_gateway_has_a_name_and_three_replicas() {
        Configuration conf = load("cluster", Map.of("CENTRIFUGE_ADMIN_TOKEN", "t", "CENTRIFUGE_NODE", "gateway-1"));
        assertThat(conf.gateway().node()).isEqualTo("gateway-1");
        assertThat(conf.gateway().kafka().bootstrap()).startsWith("kafka-1:9092");
        assertThat(conf.gateway().topics().replication()).isEqualTo(3);
    }

    @Test
    void without_a_token_a_container_does_not_start() {
        assertThat(new ConfigLoader(Map.of(), HEAP).load(directory("single"))).isInstanceOf(Loaded.Invalid.class);
    }

    private static Configuration load(String name, Map<String, String> environment) {
        Loaded loaded = new ConfigLoader(environment, HEAP).load(directory(name));
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).configuration();
    }

    private static Path directory(String name) {
        return Path.of("docker/conf", name);
    }
}

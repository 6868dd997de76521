package dev.centrifuge.tools.bench.show;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * Makes a broker slow, by its own means: a quota of bytes a second. It acknowledges at once, and the producer then sends
 * nothing for as long as it was too quick. Blocks.
 */
final class Quota {
    private Quota() {}

    /** For the gateway's producer of events. */
    static void ofIngest(int kafkaPort, double bytesPerSecond) throws IOException {
        ClientQuotaEntity producer = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "centrifuge-ingest"));
        ClientQuotaAlteration rate = new ClientQuotaAlteration(
                producer, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", Math.rint(bytesPerSecond))));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort))) {
            admin.alterClientQuotas(List.of(rate)).all().get();
        } catch (ExecutionException refused) {
            throw new IOException("the broker takes no quota: " + refused.getCause(), refused);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }
}

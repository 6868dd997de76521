package dev.centrifuge.ingest;

import dev.centrifuge.ingest.cloudevents.BinaryIntake;
import dev.centrifuge.ingest.cloudevents.CloudEventIntake;
import dev.centrifuge.ingest.http.BodyKind;
import dev.centrifuge.ingest.intake.EventIds;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.plain.PlainIntake;
import dev.centrifuge.ingest.segment.BatchIntake;
import dev.centrifuge.ingest.segment.Call;
import dev.centrifuge.ingest.segment.SingleIntake;
import io.vertx.core.MultiMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One intake of each kind, for one event loop. */
final class Intakes {

    private final SingleIntake single;
    private final BatchIntake batch;
    private final PlainIntake plain;
    private final CloudEventIntake cloudEvents;
    private final BinaryIntake binary;

    Intakes(Limits limits, RandomGenerator random) {
        EventIds ids = new EventIds(random);
        this.single = new SingleIntake(limits, ids);
        this.batch = new BatchIntake(limits, ids);
        this.plain = new PlainIntake(limits, ids);
        this.cloudEvents = new CloudEventIntake(limits);
        this.binary = new BinaryIntake(limits);
    }

    /** The one that reads a body, set up for it. */
    Intake of(BodyKind kind, @Nullable Call call, MultiMap headers) {
        return switch (kind) {
            case SINGLE, METRICS -> single.of(call);
            case BATCH -> batch;
            case PLAIN -> plain;
            case CLOUD_EVENT -> cloudEvents.single();
            case CLOUD_EVENTS -> cloudEvents.batched();
            case CLOUD_EVENT_BINARY -> binary.of(headers);
        };
    }

    /** Whether the body that was just read is a browser SDK's report about itself, which needs no key and is no event. */
    boolean isMetrics(BodyKind kind) {
        return kind == BodyKind.METRICS && single.isMetrics();
    }
}

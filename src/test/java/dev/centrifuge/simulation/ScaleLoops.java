package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** What an attempt meets: the processor of the loop that its destination belongs to, then the network. */
final class ScaleLoops {
    static final int LOOPS = 2;
    static final double SEND_NANOS = 16_000;
    private static final long LATENCY_NANOS = 20_000_000;
    private static final long REFUSAL_NANOS = 1_000_000;

    private final ScaleWorld plan;
    private final ScaleTraffic traffic;
    private final VirtualClock clock;
    private final SimProcess process;
    private final ScaleFigures figures;
    private final long[] busyUntil = new long[LOOPS];

    ScaleLoops(ScaleWorld plan, ScaleTraffic traffic, VirtualClock clock, SimProcess process, ScaleFigures figures) {
        this.plan = plan;
        this.traffic = traffic;
        this.clock = clock;
        this.process = process;
        this.figures = figures;
    }

    Delivery open(DestinationConfig config) {
        return new Way(config.id());
    }

    private final class Way implements Delivery {
        private final String id;
        private final int loop;

        Way(String id) {
            this.id = id;
            this.loop = Math.floorMod(id.hashCode(), LOOPS);
        }

        @Override
        public Future<Outcome> send(Attempt attempt) {
            Promise<Outcome> end = Promise.promise();
            attempt.tellLeft();
            int weight = traffic.weight(attempt.event());
            long cost = (long) (SEND_NANOS * weight);
            busyUntil[loop] = Math.max(busyUntil[loop], clock.nanos()) + cost;
            figures.sent(weight, cost);
            boolean down = plan.down(id, clock.nanos());
            SimAnswer answer =
                    down ? SimAnswer.failed(false, 0, "connect", 0, REFUSAL_NANOS) : SimAnswer.delivered(LATENCY_NANOS);
            process.at(busyUntil[loop] + answer.nanos(), () -> {
                if (!down) {
                    long age = clock.millis() - attempt.event().envelope().receivedAt();
                    figures.taken(plan.ill(id), weight, age);
                }
                figures.answered(weight);
                end.complete(answer.outcome());
            });
            return end.future();
        }

        @Override
        public void close() {
            // Nothing is kept.
        }
    }
}

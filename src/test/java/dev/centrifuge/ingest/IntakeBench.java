package dev.centrifuge.ingest;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.ingest.access.KeyReader;
import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.access.Sources;
import dev.centrifuge.ingest.http.Gunzip;
import dev.centrifuge.ingest.intake.EventIds;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Intake.Accepted;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.intake.ReceivedAt;
import dev.centrifuge.ingest.segment.BatchIntake;
import dev.centrifuge.ingest.segment.Call;
import dev.centrifuge.ingest.segment.SingleIntake;
import dev.centrifuge.tools.bench.child.Events;
import dev.centrifuge.tools.load.body.Bodies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * What ingest does with bytes that are there, in nanoseconds of processor time an event: no HTTP, no Kafka, and a busy
 * machine disturbs it less than it does a benchmark of requests. A command, not a test:
 * {@code java -cp target/test-classes:target/classes:$(…) dev.centrifuge.ingest.IntakeBench}.
 */
final class IntakeBench {
    private static final int ROUNDS = 9;
    private static final int PER_ROUND = 200_000;
    private static final int BATCH = 100;
    /** So many different ones that no branch is learnt by heart. */
    private static final int BATCHES = 40;

    private final Limits limits = Limits.of(IngestConfig.defaults());
    private final EventIds ids = new EventIds(new Random(1));
    private final Sources sources = Sources.of(IngestServer.sources(null), null, 0);
    private final KeyReader keys = new KeyReader();
    private final ReceivedAt receivedAt = new ReceivedAt().set(1_790_000_000_000L);
    private final byte[][] batches = new byte[BATCHES][];
    private final byte[][] singles = new byte[BATCHES * BATCH][];
    private final byte[][] gzipped = new byte[BATCHES][];

    private IntakeBench() throws IOException {
        Bodies bodies = Events.bodies(receivedAt.millis());
        for (int i = 0; i < BATCHES; i++) {
            StringBuilder batch = new StringBuilder("{\"batch\":[");
            for (int j = 0; j < BATCH; j++) {
                byte[] event = bodies.event(i * BATCH + j);
                singles[i * BATCH + j] = event;
                batch.append(j == 0 ? "" : ",").append(new String(event, StandardCharsets.UTF_8));
            }
            batches[i] = batch.append("]}").toString().getBytes(StandardCharsets.UTF_8);
            gzipped[i] = gzip(batches[i]);
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    public static void main(String[] arguments) throws IOException {
        new IntakeBench().run();
    }

    private void run() {
        String header = "Basic "
                + Base64.getEncoder().encodeToString((IngestServer.KEY + ":").getBytes(StandardCharsets.UTF_8));
        Source source = keys.header(header, sources);
        if (source == null) {
            throw new IllegalStateException("the key is not known");
        }
        SingleIntake single = new SingleIntake(limits, ids);
        BatchIntake batch = new BatchIntake(limits, ids);
        Gunzip gunzip = new Gunzip();
        time("the key of a header", 1, i -> sources.anyAllows("") || keys.header(header, sources) == source ? 1 : 0);
        time("a single one, read", 1, i -> read(single.of((Call) null), singles[i % singles.length]));
        time("a single one, read and composed", 1, i -> {
            int read = read(single.of((Call) null), singles[i % singles.length]);
            return read + composed(single, source);
        });
        time("a batch, read", BATCH, i -> read(batch, batches[i % BATCHES]));
        time("a batch, read and composed", BATCH, i -> read(batch, batches[i % BATCHES]) + composed(batch, source));
        time("a batch, inflated", BATCH, i -> {
            byte[] body = gzipped[i % BATCHES];
            return gunzip.inflate(body, body.length, limits.batch());
        });
    }

    private static int read(Intake intake, byte[] body) {
        if (intake.read(body, 0, body.length) != null) {
            throw new IllegalStateException("the body is not valid");
        }
        return body.length;
    }

    private int composed(Intake intake, Source source) {
        return intake.compose(source, receivedAt, null) instanceof Accepted some
                ? some.events().size()
                : 0;
    }

    /** The best of some rounds: what disturbs can only add. */
    private static void time(String what, int events, IntUnaryOperator work) {
        double[] nanos = new double[ROUNDS];
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long started = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < PER_ROUND / events; i++) {
                sum += work.applyAsInt(i);
            }
            long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - started;
            nanos[round] = (double) used / PER_ROUND;
        }
        Arrays.sort(nanos);
        System.out.printf("%-34s %6.0f ns, median %6.0f%s%n", what, nanos[0], nanos[ROUNDS / 2], sum == 0 ? " !" : "");
    }
}

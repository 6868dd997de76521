package dev.centrifuge.kafka.commit;

import dev.centrifuge.kafka.outlet.TopicCheck;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a checkpoint whose producer is of no more use, and of the next one. */
class CommitterTest {
    private static final Duration PAUSE = Duration.ofSeconds(6);

    private final List<Fake> made = new ArrayList<>();
    private final HandTicker ticker = new HandTicker();
    private Committer committer;

    /** Whether brokers acknowledge what producers send that are made from now on. */
    private volatile boolean answers = true;

    /** What a broker says of topics that are asked for. */
    private volatile TopicCheck check = topics -> Set.of();

    /** What producers fail with that are made from now on. */
    private volatile RuntimeException broken;

    /** A producer that fails as long as it is told to, and remembers how long it was given to close. */
    private static final class Fake extends MockProducer<byte[], byte[]> {
        volatile Duration patience;

        /** @param answers whether a broker acknowledges what it sends */
        Fake(boolean answers) {
            super(answers, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void close(Duration timeout) {
            patience = timeout;
            super.close(timeout);
        }
    }

    private static final class HandTicker implements Ticker {
        volatile long nanos;

        /** How far it goes with each look at it. */
        volatile long step;

        @Override
        public long nanos() {
            nanos += step;
            return nanos;
        }

        @Override
        public long millis() {
            return nanos / 1_000_000;
        }
    }

    private void open(CommitStyle style) {
        committer = new Committer(this::producer, style, topics -> check.missing(topics), ticker);
        committer.open();
    }

    private Fake producer() {
        Fake fake = new Fake(answers);
        fake.sendException = broken;
        made.add(fake);
        return fake;
    }

    private Fake last() {
        return made.get(made.size() - 1);
    }

    private boolean commit() {
        return commit(writes());
    }

    private boolean commit(Writes writes) {
        return committer.commit(writes).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Writes writes(String... copiesTo) {
        Writes writes = Writes.none(new MockConsumer<>("none").groupMetadata());
        writes.heads().add(new ProducerRecord<>("state", 0, new byte[] {1}, new byte[] {1}));
        for (String topic : copiesTo) {
            writes.copies().add(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {1}));
        }
        return writes;
    }

    static List<CommitStyle> styles() {
        return List.of(new OrderedCommit(), new TransactionalCommit(PAUSE));
    }

    @AfterEach
    void close() {
        committer.close();
    }

    static List<RuntimeException> fatal() {
        return List.of(
                new IllegalStateException("Cannot perform operation after producer has been closed"),
                new ClusterAuthorizationException("no"),
                new OutOfOrderSequenceException("no"),
                new ProducerFencedException("no"),
                new KafkaException("a previous idempotent request has failed"));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void soleReader_replacesAProducerThatCannotGoOn_andCommits(RuntimeException failure) {
        open(new OrderedCommit());
        last().sendException = failure;
        assertThat(commit()).isFalse();
        assertThat(made).as("the next commit makes it").hasSize(1);

        assertThat(commit()).isTrue();
        assertThat(made).hasSize(2);
        assertThat(made.get(0).closed()).isTrue();
        assertThat(made.get(0).patience)
                .as("what it has under way must not land on what the next one writes")
                .isPositive();
        assertThat(last().history()).hasSize(1);
    }

    @Test
    void soleReader_keepsAProducer_whoseBrokerIsAwayForAWhile() {
        open(new OrderedCommit());
        for (RuntimeException failure : List.of(new TimeoutException("no"), new NotEnoughReplicasException("no"))) {
            last().sendException = failure;
            assertThat(commit()).isFalse();
        }
        last().sendException = null;
        assertThat(commit()).isTrue();
        assertThat(made).hasSize(1);
    }

    @Test
    void member_whoseProducerThrowsNoKafkaException_replacesIt() {
        open(new TransactionalCommit(PAUSE));
        last().beginTransactionException = new IllegalStateException("Invalid transition attempted");
        assertThat(commit()).isFalse();
        assertThat(commit()).isTrue();
        assertThat(made).hasSize(2);
        assertThat(made.get(0).patience).as("initialisation fences it").isZero();
        assertThat(last().transactionInitialized()).isTrue();
        assertThat(last().commitCount()).isEqualTo(1);
    }

    @Test
    void member_abortsWhatTheGroupRefuses_andKeepsItsProducer() {
        open(new TransactionalCommit(PAUSE));
        last().sendOffsetsToTransactionException = new CommitFailedException();
        assertThat(commit()).isFalse();
        last().sendOffsetsToTransactionException = null;
        assertThat(commit()).isTrue();
        assertThat(made).hasSize(1);
    }

    @Test
    void fencedMember_leavesItToTheGroup_beforeItFencesInTurn() {
        open(new TransactionalCommit(PAUSE));
        last().fenceProducer();
        assertThat(commit()).isFalse();
        ticker.nanos += PAUSE.toNanos() - 1;
        assertThat(commit()).isFalse();
        assertThat(made).as("nobody is fenced in turn").hasSize(1);

        ticker.nanos += 1;
        assertThat(commit()).as("still a member: it was the coordinator").isTrue();
        assertThat(made).hasSize(2);
    }

    @Test
    void memberWithAnIdOfItsOwn_goesOnAtOnce_whenTheCoordinatorFencedIt() {
        open(new TransactionalCommit(Duration.ZERO));
        last().fenceProducer();
        assertThat(commit()).isFalse();
        assertThat(commit()).isTrue();
        assertThat(made).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void copies_whoseTopicIsNotThere_areRefused_beforeAnythingIsSent(CommitStyle style) {
        open(style);
        check = topics -> topics.contains("dead") ? Set.of("dead") : Set.of();
        Writes writes = writes("dead", "retry", "dead");
        assertThat(commit(writes)).isFalse();
        assertThat(last().history()).isEmpty();
        assertThat(writes.refusals().cause()).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(writes.refusals().topics()).containsExactly("dead");

        assertThat(commit(writes("retry"))).isTrue();
        assertThat(last().history()).hasSize(2);
        check = topics -> topics;
        assertThat(commit(writes("retry"))).as("not asked for again").isTrue();
        assertThat(made).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void copies_whoseTopicGoesAway_costTheirProducer_andNotItsDeliveryTimeout(CommitStyle style) {
        answers = false;
        open(style);
        answers = true;
        ticker.step = 2_000_000_000L;
        AtomicInteger asked = new AtomicInteger();
        check = topics -> asked.incrementAndGet() == 1 ? Set.of() : Set.of("dead");
        Writes writes = writes("dead");
        assertThat(commit(writes)).isFalse();
        assertThat(writes.refusals().cause()).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(last().closed()).isTrue();
        assertThat(last().patience)
                .as("what is left of it is not to be written")
                .isZero();

        assertThat(commit(writes("dead"))).as("in doubt: asked for beforehand").isFalse();
        assertThat(made).hasSize(1);
        assertThat(commit()).isTrue();
        assertThat(made).hasSize(2);
    }

    @Test
    void replacementsThatFailAsWell_areOneASecond() {
        open(new OrderedCommit());
        broken = new ClusterAuthorizationException("no");
        last().sendException = broken;
        assertThat(commit()).isFalse();
        assertThat(commit()).as("the first comes at once").isFalse();
        assertThat(made).hasSize(2);
        for (int second = 3; second < 6; second++) {
            assertThat(commit()).isFalse();
            assertThat(made).hasSize(second - 1);
            ticker.nanos += 1_000_000_000L;
            assertThat(commit()).isFalse();
            assertThat(made).hasSize(second);
        }
        broken = null;
        ticker.nanos += 1_000_000_000L;
        assertThat(commit()).isTrue();
        last().sendException = new ClusterAuthorizationException("no");
        assertThat(commit()).isFalse();
        assertThat(commit()).as("at once again").isTrue();
    }
}

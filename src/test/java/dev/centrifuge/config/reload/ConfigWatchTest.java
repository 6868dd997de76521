package dev.centrifuge.config.reload;

import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.load.ConfDir;
import dev.centrifuge.ingest.edge.TestCertificate;
import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ConfigWatchTest {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    /** A load of half a second on a busy machine once left a mended file unread for 25 s. */
    @Test
    void rest_is_fifty_times_the_work_within_bounds() {
        Duration half = Duration.ofMillis(500);

        assertThat(ConfigWatch.rest(1_000_000, half)).isEqualTo(half);
        assertThat(ConfigWatch.rest(20_000_000, half)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ConfigWatch.rest(500_000_000, half)).isEqualTo(Duration.ofSeconds(3));
    }

    /** What the listener was told, in order. */
    private sealed interface Told {
        record Applied(Configuration now, ConfigDiff diff) implements Told {}

        record Refused(List<ConfigError> errors) implements Told {}
    }

    private static final class Recorder implements ReloadListener {
        final List<Told> told = new CopyOnWriteArrayList<>();
        volatile boolean fails;

        @Override
        public void applied(Configuration now, ConfigDiff diff) {
            told.add(new Told.Applied(now, diff));
            if (fails) {
                throw new IllegalStateException("a listener with a bug");
            }
        }

        @Override
        public void refused(List<ConfigError> errors) {
            told.add(new Told.Refused(errors));
        }
    }

    /** Time stands still, so that looks cost nothing and follow each other; it is asked for twice a look. */
    private static final class CountingTicker implements Ticker {
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public long nanos() {
            reads.incrementAndGet();
            return 0;
        }

        @Override
        public long millis() {
            return 0;
        }

        void awaitLooks(int looks) {
            int before = reads.get();
            await().until(() -> reads.get() >= before + 2 * looks);
        }
    }

    private final CountingTicker ticker = new CountingTicker();
    private final Recorder recorder = new Recorder();
    private ConfDir conf;
    private ConfigWatch watch;

    @BeforeEach
    void watch(@TempDir Path directory) {
        conf = new ConfDir(directory).with("sources/web.json", "{'writeKeys':['one']}");
        watch = ConfigWatch.start(conf.root(), conf.valid(), conf.loader(), recorder, ticker, INTERVAL);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private Told.Applied applied(int index) {
        await().until(() -> recorder.told.size() > index);
        assertThat(recorder.told.get(index)).isInstanceOf(Told.Applied.class);
        return (Told.Applied) recorder.told.get(index);
    }

    private List<ConfigError> refused(int index) {
        await().until(() -> recorder.told.size() > index);
        assertThat(recorder.told.get(index)).isInstanceOf(Told.Refused.class);
        return ((Told.Refused) recorder.told.get(index)).errors();
    }

    @Test
    void addedChangedAndRemovedFiles_areApplied() throws IOException {
        conf.with("destinations/crm.json", "{'url':'http://a'}");
        Told.Applied added = applied(0);
        assertThat(added.diff().destinations().added()).containsExactly("crm");
        assertThat(added.now().destinations()).containsKey("crm");

        conf.with("destinations/crm.json", "{'url':'http://b'}");
        Told.Applied changed = applied(1);
        assertThat(changed.diff().destinations()).isEqualTo(new ConfigDiff.Change(Set.of(), Set.of(), Set.of("crm")));
        assertThat(changed.now().destinations().get("crm").url()).hasHost("b");

        Files.delete(conf.root().resolve("destinations/crm.json"));
        Told.Applied removed = applied(2);
        assertThat(removed.diff().destinations().removed()).containsExactly("crm");
        assertThat(removed.diff().sources().isEmpty()).isTrue();
        assertThat(watch.current()).isEqualTo(removed.now());
    }

    @Test
    void changeBeforeTheFirstLook_isApplied(@TempDir Path other) {
        ConfDir early = new ConfDir(other).with("sources/a.json", "{}");
        Configuration loaded = early.valid();
        early.with("sources/b.json", "{}");
        try (ConfigWatch second = ConfigWatch.start(other, loaded, early.loader(), recorder, ticker, INTERVAL)) {
            assertThat(applied(0).diff().sources().added()).containsExactly("b");
            assertThat(second.current().sources()).containsKey("b");
        }
    }

    @Test
    void anotherCertificate_isApplied_whenItsKeyIsThere(@TempDir Path other) throws Exception {
        TlsConfig first = TestCertificate.shared().tls();
        TlsConfig next = TestCertificate.fresh().tls();
        ConfDir served = new ConfDir(other)
                .raw("cert.pem", first.chain())
                .raw("key.pem", first.secret().value())
                .with("gateway.json", "{'ingest':{'tls':{'cert':'cert.pem','key':'key.pem'}}}");
        try (ConfigWatch second =
                ConfigWatch.start(other, served.valid(), served.loader(), recorder, ticker, INTERVAL)) {
            served.raw("key.pem", next.secret().value());
            assertThat(refused(0))
                    .singleElement()
                    .asString()
                    .contains("/ingest/tls/key: is not the key of the first certificate");
            assertThat(tls(second).chain()).isEqualTo(first.chain());

            served.raw("cert.pem", next.chain());
            ConfigDiff diff = applied(1).diff();
            assertThat(diff.certificate()).isTrue();
            assertThat(diff.needsRestart()).isEmpty();
            assertThat(diff.toString()).contains("the certificate").doesNotContain("BEGIN");
            assertThat(tls(second).chain()).isEqualTo(next.chain());
        }
    }

    private static TlsConfig tls(ConfigWatch watch) {
        return Objects.requireNonNull(watch.current().gateway().ingest().tls());
    }

    @Test
    void badChange_isRefusedAndTheRunningOneStays() {
        Configuration before = watch.current();
        conf.with("sources/web.json", "{'writeKeys':['two']}").with("sources/app.json", "{'enabled':1}");

        assertThat(refused(0)).singleElement().asString().contains("/enabled: 1 is a number");
        assertThat(watch.current()).isEqualTo(before);
        assertThat(watch.errors()).hasSize(1);

        conf.with("sources/app.json", "{}");
        assertThat(applied(1).diff().sources())
                .isEqualTo(new ConfigDiff.Change(Set.of("app"), Set.of(), Set.of("web")));
        assertThat(watch.errors()).isEmpty();
    }

    @Test
    void revertedBadChange_isToldToBeFineAgain() {
        conf.with("sources/web.json", "{");
        refused(0);
        conf.with("sources/web.json", "{'writeKeys':['one']}");

        assertThat(applied(1).diff().isEmpty()).isTrue();
    }

    @Test
    void badChange_isToldOnce() throws IOException {
        conf.with("sources/web.json", "{");
        refused(0);
        // The next news proves that many looks at the same bad file brought none.
        Files.setLastModifiedTime(conf.root().resolve("sources/web.json"), FileTime.fromMillis(1));
        ticker.awaitLooks(30);
        conf.with("sources/web.json", "{}");

        applied(1);
        assertThat(recorder.told).hasSize(2);
    }

    @Test
    void rewriteWithoutAChange_isNotTold() {
        conf.with("sources/web.json", "{ 'writeKeys' : [ 'one' ] }");
        conf.raw("notes.txt", "no configuration").raw("sources/.web.json.swp", "{");
        ticker.awaitLooks(30);
        conf.with("sources/app.json", "{}");

        assertThat(applied(0).diff().sources()).isEqualTo(new ConfigDiff.Change(Set.of("app"), Set.of(), Set.of()));
    }

    @Test
    void sameSizeAndTime_isNoticedNonetheless() throws IOException {
        Path file = conf.root().resolve("sources/web.json");
        conf.with("sources/web.json", "{'writeKeys':['two']}");
        FileTime time = Files.getLastModifiedTime(file);
        applied(0);
        // In one write, and in the same inode.
        Files.write(file, "{\"writeKeys\":[\"six\"]}".getBytes(StandardCharsets.UTF_8), WRITE);
        Files.setLastModifiedTime(file, time);

        assertThat(applied(1).now().sources().get("web").writeKeys()).containsExactly(new Secret("six"));
    }

    @Test
    void fileReplacedByRenaming_isApplied() throws IOException {
        conf.with("sources/web.json.tmp", "{'writeKeys':['two']}");
        Files.move(conf.root().resolve("sources/web.json.tmp"), conf.root().resolve("sources/web.json"), ATOMIC_MOVE);

        assertThat(applied(0).diff().sources().changed()).containsExactly("web");
    }

    @Test
    void directoryReplacedByRenaming_isApplied() throws IOException {
        Path sources = conf.root().resolve("sources");
        conf.with(".next/app.json", "{}");
        Files.move(sources, conf.root().resolve(".old"));
        Files.move(conf.root().resolve(".next"), sources);

        await().until(() -> watch.current().sources().keySet().equals(Set.of("app")));
    }

    @Test
    void swappedLinks_areFollowed(@TempDir Path mount) throws IOException {
        // As Kubernetes mounts a ConfigMap: web.json → ..data/web.json, ..data → ..1, and ..data is replaced.
        ConfDir map = new ConfDir(mount).raw("..1/a.json", "{\"url\":\"http://one\"}");
        map.raw("..2/a.json", "{\"url\":\"http://two\"}");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(mount.resolve("a.json"), Path.of("..data/a.json"));
        Files.createSymbolicLink(conf.root().resolve("destinations"), mount);
        assertThat(applied(0).now().destinations().get("a").url()).hasHost("one");

        Files.createSymbolicLink(mount.resolve("..next"), Path.of("..2"));
        Files.move(mount.resolve("..next"), mount.resolve("..data"), ATOMIC_MOVE);
        assertThat(applied(1).now().destinations().get("a").url()).hasHost("two");
    }

    @Test
    void secretFile_isWatchedToo() throws IOException {
        conf.raw("key", "first").with("sources/web.json", "{'writeKeys':[{'file':'../key'}]}");
        assertThat(applied(0).now().sources().get("web").writeKeys()).containsExactly(new Secret("first"));

        conf.raw("key", "second");
        assertThat(applied(1).now().sources().get("web").writeKeys()).containsExactly(new Secret("second"));

        Files.delete(conf.root().resolve("key"));
        assertThat(refused(2)).singleElement().asString().contains("does not exist");

        conf.raw("key", "second");
        assertThat(applied(3).diff().isEmpty()).isTrue();
    }

    @Test
    void gatewayFile_needsARestart() {
        conf.with("gateway.json", "{'ingest':{'port':1234},'topics':{'partitions':3}}")
                .with("sources/app.json", "{}");

        Told.Applied told = applied(0);
        assertThat(told.diff().needsRestart()).containsExactly("/ingest/port", "/topics/partitions");
        assertThat(told.diff().sources().added()).containsExactly("app");
        assertThat(told.now().gateway().ingest().port()).isEqualTo(8080);
        assertThat(told.now().sources()).containsKey("app");
    }

    @Test
    void vanishedDirectory_isRefused() throws IOException {
        Path aside = conf.root().resolveSibling(conf.root().getFileName() + "-aside");
        Files.move(conf.root(), aside);
        assertThat(refused(0)).singleElement().asString().contains("does not exist");
        assertThat(watch.current().sources()).containsKey("web");

        Files.move(aside, conf.root());
        assertThat(applied(1).diff().isEmpty()).isTrue();
    }

    @Test
    void failingListener_doesNotEndTheWatch() {
        recorder.fails = true;
        conf.with("sources/a.json", "{}");
        applied(0);
        conf.with("sources/b.json", "{}");

        assertThat(applied(1).now().sources()).containsOnlyKeys("a", "b", "web");
    }

    @Test
    void manyChanges_someSeenHalfWritten_endInTheLastOne() throws IOException {
        Path file = conf.root().resolve("sources/web.json");
        for (int i = 1; i <= 200; i++) {
            Files.writeString(file, "{\"rate\":{\"limit\":" + (i % 5 == 0 ? "\"none" : i) + "}}");
        }
        Files.writeString(file, "{\"rate\":{\"limit\":201}}");

        await().until(() -> {
            var rate = watch.current().sources().get("web").rate();
            return rate != null && rate.limit() == 201 && watch.errors().isEmpty();
        });
    }

    @Test
    void closedWatch_tellsNothing() {
        conf.with("sources/a.json", "{}");
        applied(0);
        watch.close();
        try (ConfigWatch other =
                ConfigWatch.start(conf.root(), watch.current(), conf.loader(), recorder, ticker, INTERVAL)) {
            conf.with("sources/b.json", "{}");
            applied(1);
            assertThat(other.current().sources()).containsKey("b");
        }
        assertThat(watch.current().sources()).doesNotContainKey("b");
    }
}

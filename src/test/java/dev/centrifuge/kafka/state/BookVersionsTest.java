package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What former versions wrote is read, and what nobody wrote is refused. */
class BookVersionsTest extends BookScene {
    @Test
    void recordsOfTheFirstVersion_areReadAndWrittenOn() {
        log.put("mark/events", "2100".getBytes(StandardCharsets.US_ASCII));
        // Version 1: the offsets 2,048 + 3 and + 300 of "old".
        log.put("open/events/2", new byte[] {1, 1, 3, 'o', 'l', 'd', 2, 3, (byte) 0xa9, 2});
        log.put("open/events/1", new byte[] {1, 1, 3, 'o', 'l', 'd', 1, 7});
        log.put("cursor/events/old", "2099 4 11".getBytes(StandardCharsets.US_ASCII));
        Lane lane = new Lane();
        lane.restart();

        assertThat(lane.open()).containsExactly(1024 + 7 + " old", 2048 + 3 + " old");
        assertThat(lane.cursors).containsExactly(Map.entry(Scope.destination("old"), new CursorState(2099, 4)));
        lane.resolveFirst("old");
        lane.detach(Scope.destination("old"), new CursorState(2100));
        lane.checkpoint();
        assertThat(log).containsKey("open/events/1");
        lane.restoredIsWhatItIs();
    }

    /** As it was written while cursors said how many legs they had been left, and rows how many were open. */
    @Test
    void recordsOfVersionFour_areReadAndWrittenOn() {
        HexFormat hex = HexFormat.of();
        log.put("counts/events/0", hex.parseHex("0101030102013801030338101401040138"));
        log.put(
                "mark/events",
                hex.parseHex("043c01000204030171020103010172397401001001040004014002101420050403020102"));
        log.put("names/events", hex.parseHex("010503776562000363726d0361647303617070"));
        Lane lane = new Lane();
        lane.restart();

        assertThat(lane.open()).containsExactly("56 ads", "57 ads", "58 ads", "59 ads");
        assertThat(lane.cursors).containsExactly(Map.entry(Scope.pair("crm", "web"), new CursorState(3, 57)));
        assertThat(restorer().counts("events"))
                .containsExactlyInAnyOrder(
                        new Row(new Pair("app", "ads"), new Counts(1, 0, 1, 0, 0, 0, 0)),
                        new Row(Pair.events("web"), new Counts(60, 60, 0, 0, 0, 0, 0)),
                        new Row(new Pair("web", "ads"), new Counts(60, 56, 0, 0, 0, 0, 0)),
                        new Row(new Pair("web", "crm"), new Counts(60, 40, 0, 0, 0, 0, 20)));
        lane.detach(Scope.pair("crm", "web"), new CursorState(40));
        lane.resolveFirst("ads");
        lane.tallies.of("web", "ads").deliver();
        lane.checkpoint();
        assertThat(log.get("mark/events")[0]).isEqualTo((byte) 6);
        lane.restoredIsWhatItIs();
    }

    /** As it was written before rows regarded cursors. */
    @Test
    void recordsOfVersionFive_areReadAndWrittenOn() {
        HexFormat hex = HexFormat.of();
        log.put("mark/events", hex.parseHex("053c00020101024f0105280203040201016d010501070100080101020100021014"));
        log.put("names/events", hex.parseHex("01050377656200036164730363726d026462"));
        log.put("counts/events/0", hex.parseHex("0101040102017801030378102801045378110414010503781050"));
        Lane lane = new Lane();
        lane.restart();

        assertThat(lane.cursors)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Scope.pair("crm", "web"), new CursorState(40),
                        Scope.pair("ads", "web"), new CursorState(40),
                        Scope.pair("db", "web"), new CursorState(20),
                        Scope.key("db", "web", new byte[] {7}), new CursorState(5)));
        assertThat(restorer().counts("events"))
                .containsExactlyInAnyOrder(
                        new Row(Pair.events("web"), new Counts(60, 60, 0, 0, 0, 0, 0)),
                        new Row(new Pair("web", "ads"), new Counts(60, 40, 0, 0, 0, 0, 20)),
                        new Row(new Pair("web", "crm"), new Counts(60, 38, 2, 0, 0, 0, 20)),
                        new Row(new Pair("web", "db"), new Counts(60, 20, 0, 0, 0, 0, 40)));
        lane.detach(Scope.pair("db", "web"), new CursorState(30));
        lane.checkpoint();
        assertThat(log.get("mark/events")[0]).isEqualTo((byte) 6);
        lane.restoredIsWhatItIs();
    }

    @Test
    void brokenRecords_areRefused() {
        Lane lane = new Lane();
        lane.open(3, "a");
        lane.checkpoint();
        byte[] whole = log.get("mark/events");
        for (int length = 0; length < whole.length; length++) {
            log.put("mark/events", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> restorer().progress("events")).isInstanceOf(IllegalArgumentException.class);
        }
        log.put("mark/events", new byte[] {9, 1, 1});
        assertThatThrownBy(() -> restorer().progress("events")).isInstanceOf(IllegalArgumentException.class);
    }
}

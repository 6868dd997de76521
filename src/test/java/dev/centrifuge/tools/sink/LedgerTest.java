package dev.centrifuge.tools.sink;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {

    @Test
    void ledger_countsAsAMapDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Ledger ledger = new Ledger(1_000_000);
        Map<String, Integer> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            String id = "é" + "i".repeat(random.nextInt(90)) + random.nextInt(1_000);
            ledger.add(id);
            expected.merge(id, 1, Integer::sum);
        }
        assertThat(ledger.unique()).as("seed %d", seed).isEqualTo(expected.size());
        assertThat(ledger.total()).isEqualTo(200_000);
        assertThat(ledger.duplicates()).isEqualTo(200_000 - expected.size());
        assertThat(ledger.ids()).as("seed %d", seed).hasSize(expected.size());
        assertThat(Set.copyOf(ledger.ids())).as("seed %d", seed).isEqualTo(expected.keySet());
        assertThat(expected.entrySet())
                .as("seed %d", seed)
                .allMatch(each -> ledger.count(each.getKey()) == each.getValue());
        assertThat(ledger.count("never")).isZero();
    }

    @Test
    void millionIds_areRememberedExactly() {
        Ledger ledger = new Ledger(2_000_000);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000_000; i++) {
                ledger.add(id(i));
            }
        }
        assertThat(ledger.unique()).isEqualTo(1_000_000);
        assertThat(ledger.duplicates()).isEqualTo(1_000_000);
        assertThat(ledger.count(id(999_999))).isEqualTo(2);
        assertThat(ledger.count(id(1_000_000))).isZero();
    }

    @Test
    void fullLedger_saysSo_andGoesOnCounting() {
        Ledger ledger = new Ledger(2);
        ledger.add("a");
        assertThat(ledger.full()).isFalse();
        ledger.add("b");
        ledger.add("c");
        ledger.add("a");
        assertThat(ledger.full()).isTrue();
        assertThat(ledger.unique()).isEqualTo(2);
        assertThat(ledger.total()).isEqualTo(4);
        assertThat(ledger.duplicates()).isEqualTo(1);
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-" + (100_000_000_000L + number);
    }
}

package dev.centrifuge.flow.job;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacerTest {
    private static final long SECOND = 1_000_000_000L;

    /** How many legs go within so many seconds. */
    private static int copied(Pacer pacer, String destination, int seconds) {
        int copied = 0;
        for (long now = 0; now < seconds * SECOND; ) {
            long wait = pacer.nanosUntil(destination, now);
            copied += wait == 0 ? 1 : 0;
            now += wait;
        }
        return copied;
    }

    @Test
    void a_fifth_of_what_a_destination_takes() {
        assertThat(copied(new Pacer(0, id -> 100), "crm", 60)).isBetween(1_190, 1_206);
    }

    @Test
    void slow_destinations_get_their_part_as_well() {
        assertThat(copied(new Pacer(0, id -> 0.5), "crm", 600)).isBetween(59, 61);
    }

    @Test
    void what_was_asked_for() {
        assertThat(copied(new Pacer(500, id -> 100), "crm", 10)).isBetween(4_990, 5_126);
    }

    @Test
    void without_a_rate_there_is_one_all_the_same() {
        assertThat(new Pacer(0, id -> 0).rate("crm")).isEqualTo(Pacer.UNLIMITED);
    }

    @Test
    void each_destination_has_its_own() {
        Pacer pacer = new Pacer(4, id -> 0);
        pacer.nanosUntil("crm", 0);
        pacer.nanosUntil("erp", 0);
        assertThat(pacer.nanosUntil("crm", SECOND)).isZero();
        assertThat(pacer.nanosUntil("crm", SECOND)).isPositive();
        assertThat(pacer.nanosUntil("erp", SECOND)).isZero();
    }
}

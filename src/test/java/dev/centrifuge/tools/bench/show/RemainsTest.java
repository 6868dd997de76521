package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.load.ledger.Account;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RemainsTest {
    @Test
    void missing_isLostUnlessTheGatewayHasIt() {
        assertThat(remains(11, 11, 0).lost()).isZero();
        assertThat(remains(11, 7, 3).lost()).isEqualTo(1);
        assertThat(remains(11, 0, 0).lost()).isEqualTo(11);
    }

    /** A copy that was read a moment before it arrived. */
    @Test
    void arrivedMeanwhile_isNoNegativeLoss() {
        assertThat(remains(1, 2, 0).lost()).isZero();
    }

    private static Remains remains(long missing, long copied, long open) {
        Account account = new Account("sink", "", true, 100, 100, 0, missing, 0, 0, List.of(), new Histogram(3));
        return new Remains(account, copied, open);
    }
}

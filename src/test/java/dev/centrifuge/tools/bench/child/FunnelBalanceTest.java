package dev.centrifuge.tools.bench.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that balance, and the same, doctored. */
class FunnelBalanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode crm = row(10, 5, 2, 1, 2).put("destination", "crm");
    private final ObjectNode shop = row(3, 3, 0, 0, 0).put("destination", "shop");
    private final ObjectNode funnel = JSON.createObjectNode();

    FunnelBalanceTest() {
        funnel.set("total", row(13, 8, 2, 1, 2));
        funnel.putArray("rows").add(crm).add(shop);
    }

    private static ObjectNode row(long received, long delivered, long filtered, long dead, long pending) {
        return JSON.createObjectNode()
                .put("received", received)
                .put("replayed", 0)
                .put("repeated", 0)
                .put("delivered", delivered)
                .put("filtered", filtered)
                .put("dead", dead)
                .put("lost", 0)
                .put("pending", pending)
                .put("missing", 0);
    }

    @Test
    void what_balances_has_no_fault() {
        assertThat(FunnelBalance.faults(funnel)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"received", "delivered", "filtered", "dead", "pending"})
    void leg_more_or_less_is_told_with_its_row(String column) {
        crm.put(column, crm.path(column).asLong() + 1);
        assertThat(FunnelBalance.faults(funnel))
                .singleElement()
                .asString()
                .startsWith("row accounts for 1")
                .endsWith(crm.toString());
    }

    @ParameterizedTest
    @CsvSource({"lost, 1", "missing, 1"})
    void leg_that_is_gone_is_told_though_the_rest_adds_up(String column, long legs) {
        crm.put(column, legs).put("received", 10);
        assertThat(FunnelBalance.faults(funnel))
                .singleElement()
                .asString()
                .contains("lost or missing")
                .contains(crm.toString());
    }

    @Test
    void column_that_is_absent_or_negative_is_no_balance() {
        crm.remove("lost");
        shop.put("pending", -1).put("delivered", 4);
        assertThat(FunnelBalance.faults(funnel))
                .hasSize(2)
                .allMatch(fault -> fault.contains("below 0 or absent"))
                .anyMatch(fault -> fault.contains("crm"))
                .anyMatch(fault -> fault.contains("shop"));
        assertThat(FunnelBalance.faults(JSON.createObjectNode())).isNotEmpty();
    }

    @Test
    void rows_add_up_to_the_total_unless_some_are_on_another_page() {
        shop.put("received", 4).put("delivered", 4);
        assertThat(FunnelBalance.faults(funnel))
                .hasSize(2)
                .allMatch(fault -> fault.startsWith("the rows' received") || fault.startsWith("the rows' delivered"));
        funnel.put("next", "shop/");
        assertThat(FunnelBalance.faults(funnel)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/funnel?by=destination", "/v1/funnel?by=source", "/v1/funnel?by=pair", "/v1/sources"})
    void gateway_is_asked_by_destination_by_source_and_by_pair(String wrong) throws Exception {
        ObjectNode doctored = JSON.createObjectNode();
        doctored.set("total", row(1, 0, 0, 0, 0));
        doctored.putArray("items").addObject().set("legs", row(1, 0, 0, 0, 0));
        List<String> faults = FunnelBalance.faults(path -> path.equals(wrong) ? doctored : (JsonNode) funnel);
        assertThat(faults).singleElement().asString().contains("accounts for 0 legs");
        assertThat(FunnelBalance.faults(path -> funnel)).isEmpty();
    }
}

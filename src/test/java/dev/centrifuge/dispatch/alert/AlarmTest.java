package dev.centrifuge.dispatch.alert;

import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.delivery.HandTicker;
import dev.centrifuge.dispatch.SilentListener;
import dev.centrifuge.event.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.centrifuge.dispatch.traffic.DestinationState.DOWN;
import static dev.centrifuge.dispatch.traffic.DestinationState.OK;
import static org.assertj.core.api.Assertions.assertThat;

class AlarmTest {
    private final HandTicker ticker = new HandTicker();
    private final Sighted sighted = new Sighted();
    private final AlertCounts counts = new AlertCounts();
    private final DeadTally dead = new DeadTally(new SilentListener(), ticker);
    private final List<String> written = new ArrayList<>();
    private final AlertLog log = new AlertLog() {
        @Override
        public boolean available() {
            return true;
        }

        @Override
        public Future<Void> append(List<Event> events) {
            events.forEach(event -> written.add(event.envelope().id().replaceAll("-\\d.*", "")));
            return Future.succeededFuture();
        }
    };

    private Alarm alarm(AlertsConfig config) {
        return new Alarm(config, "12345678", null, sighted::gauges, dead, log, counts, ticker);
    }

    private void look(Alarm alarm, int seconds) {
        for (int i = 0; i < seconds; i++) {
            alarm.look();
            ticker.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void nothingIsWritten_untilSomebodyWantsToKnow_andThenWhatIsWrongByThen() {
        Alarm alarm = alarm(AlertsConfig.defaults());
        sighted.is("crm", DOWN).is("lake", OK);
        dead.dead("web", "lake", "ttl");
        look(alarm, 10);
        assertThat(written).isEmpty();

        alarm.want(true);
        dead.dead("web", "lake", "http_422");
        look(alarm, 10);
        assertThat(written).containsExactly("dead-letters-lake", "down-crm");
        assertThat(counts.written()).containsEntry("down", 1L).containsEntry("dead-letters", 1L);

        alarm.want(true);
        look(alarm, 10);
        assertThat(written).as("a reload changes nothing").hasSize(2);
        alarm.want(false);
        sighted.is("lake", DOWN);
        dead.dead("web", "lake", "ttl");
        look(alarm, 10);
        assertThat(written).hasSize(2);
    }

    @Test
    void deadAlerts_makeNoAlerts() {
        Alarm alarm = alarm(AlertsConfig.defaults());
        alarm.want(true);
        sighted.is("chat", OK);
        dead.dead("centrifuge", "chat", "http_400");
        look(alarm, 120);
        assertThat(written).isEmpty();
    }

    @Test
    void alerts_canBeSwitchedOff() {
        AlertsConfig or = AlertsConfig.defaults();
        Alarm alarm = alarm(new AlertsConfig(false, or.backlogAge(), or.interval(), or.repeat()));
        alarm.want(true);
        sighted.is("crm", DOWN);
        dead.dead("web", "crm", "ttl");
        look(alarm, 120);
        assertThat(written).isEmpty();
    }
}

package dev.centrifuge.kafka.read;

import java.util.ArrayList;
import java.util.List;

/** Hears of lost records, and of nothing else. */
public final class LostAndFound implements ReaderListener {
    public final List<Long> lost = new ArrayList<>();

    @Override
    public void checkpoint(boolean committed, int stateRecords, int copies, long nanos) {}

    @Override
    public void poison(String topic) {}

    @Override
    public void lost(String topic, int partition, long records) {
        lost.add(records);
    }
}

package dev.centrifuge.simulation;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.dispatch.DispatchListener;

/** Counts nothing: what happens is seen from outside. */
final class SimListener implements DispatchListener {

    @Override
    public void delivered(String source, String destination, Answer answer, long ageMillis) {}

    @Override
    public void retried(String source, String destination, Answer answer) {}

    @Override
    public void deferred(String source, String destination, String delay) {}

    @Override
    public void dead(String source, String destination, String reason) {}

    @Override
    public void routed(String source, int legs, int filtered) {}
}

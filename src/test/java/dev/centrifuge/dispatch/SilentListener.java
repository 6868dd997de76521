package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Answer;

/** Counts nothing: for tests that see from outside what happens. */
public final class SilentListener implements DispatchListener {

    @Override
    public void delivered(String source, String destination, Answer answer, long ageMillis) {}

    @Override
    public void retried(String source, String destination, Answer answer) {}

    @Override
    public void deferred(String source, String destination, String delay) {}

    @Override
    public void dead(String source, String destination, String reason) {}

    @Override
    public void deduplicated(String source) {}

    @Override
    public void routed(String source, int legs) {}

    @Override
    public void filtered(String source, String destination) {}
}

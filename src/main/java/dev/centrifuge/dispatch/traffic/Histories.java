package dev.centrifuge.dispatch.traffic;

import org.jspecify.annotations.Nullable;

/** Bounds how many histories an event loop keeps: {@value #MOST}, some 4 MB. Whoever comes later has none. */
public final class Histories {
    static final int MOST = 500;

    private int taken;

    @Nullable
    History take() {
        if (taken == MOST) {
            return null;
        }
        taken++;
        return new History();
    }

    void giveBack() {
        taken--;
    }
}

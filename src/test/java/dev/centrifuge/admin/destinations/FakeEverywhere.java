package dev.centrifuge.admin.destinations;

import dev.centrifuge.flow.count.Group;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** Knows of other nodes what the test says; nothing, to begin with, and that there are none. */
public final class FakeEverywhere implements Everywhere {
    public Group group = Group.alone(Group.Share.NOTHING, 0);
    public OptionalLong oldest = OptionalLong.empty();

    @Override
    public Group group() {
        return group;
    }

    @Override
    public Future<OptionalLong> oldest(String destination) {
        return Future.succeededFuture(oldest);
    }
}

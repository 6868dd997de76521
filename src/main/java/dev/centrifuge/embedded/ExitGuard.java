package dev.centrifuge.embedded;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's server code ends the whole process when a listener cannot be bound, a disk is full or a log fails. In this
 * process it is a guest: the call is turned into a report to the broker it came from, and the process lives on to say
 * what happened and to stop in order.
 *
 * <p>The hooks are static, so brokers are told apart by the thread group that each of them starts its threads in. The
 * hook returns to its caller; Kafka's callers have nothing left to do by then, or clean up after themselves.
 */
final class ExitGuard {

    private static final Map<ThreadGroup, Consumer<@Nullable String>> GUESTS = new ConcurrentHashMap<>();

    private ExitGuard() {}

    static void watch(ThreadGroup group, Consumer<@Nullable String> onExit) {
        GUESTS.put(group, onExit);
        Exit.setExitProcedure((status, message) -> report(message));
        Exit.setHaltProcedure((status, message) -> report(message));
    }

    static void forget(ThreadGroup group) {
        GUESTS.remove(group);
    }

    private static void report(@Nullable String message) {
        for (ThreadGroup group = Thread.currentThread().getThreadGroup(); group != null; group = group.getParent()) {
            Consumer<@Nullable String> guest = GUESTS.get(group);
            if (guest != null) {
                guest.accept(message);
                return;
            }
        }
        GUESTS.values().forEach(guest -> guest.accept(message));
    }
}

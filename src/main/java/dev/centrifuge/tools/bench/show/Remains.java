package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.load.ledger.Account;

/**
 * What has not arrived when a run is over is not lost as long as the gateway has it.
 *
 * @param account the ledger, read last: what arrived meanwhile is in it
 * @param copied events that have not arrived and are in delay topics or dead letters
 * @param open legs that the gateway has not resolved in its log
 */
record Remains(Account account, long copied, long open) {
    /** Acknowledged events that are nowhere. */
    long lost() {
        return Math.max(0, account.missing() - copied - open);
    }

    void say(Marks marks, double settled) {
        marks.say("seconds until all had arrived, or - after --settle", settled);
        marks.say("arrived by then", account.unique());
        marks.say("in delay topics or dead by then", copied);
        marks.say("open by then", open);
    }
}

package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.load.ledger.Account;
import dev.centrifuge.tools.load.report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * What a load may come to and still pass. Loss never may.
 *
 * @param failedShare how many of its requests may be without a 2xx, 0 to 1
 * @param strict whether duplicates and inversions fail it too
 */
record Tolerance(double failedShare, boolean strict) {

    /**
     * Why it does not pass, for people.
     *
     * @param idOf an event's id
     */
    List<String> failures(Outcome outcome, List<Account> accounts, LongFunction<String> idOf) {
        List<String> failures = new ArrayList<>();
        if (outcome.accepted() == 0) {
            failures.add("nothing was accepted");
        } else if (outcome.failedShare() > failedShare) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%.2f %% of requests were not accepted, at most %.2f %% may be",
                    outcome.failedShare() * 100,
                    failedShare * 100));
        }
        accounts.forEach(each -> judge(each, failures, idOf));
        return failures;
    }

    private void judge(Account account, List<String> failures, LongFunction<String> idOf) {
        if (account.lost() > 0) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%,d events lost at %s, %s… among them",
                    account.lost(),
                    account.name(),
                    idOf.apply(account.examples().get(0))));
        }
        if (strict && account.duplicates() > 0) {
            failures.add(String.format(Locale.ROOT, "%,d duplicates at %s", account.duplicates(), account.name()));
        }
        if (strict && account.inversions() > 0) {
            failures.add(String.format(Locale.ROOT, "%,d out of order at %s", account.inversions(), account.name()));
        }
    }
}

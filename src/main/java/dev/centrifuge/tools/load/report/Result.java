package dev.centrifuge.tools.load.report;

import dev.centrifuge.tools.load.ledger.Account;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a load came to.
 *
 * @param endedMillis since the epoch
 * @param interrupted whether somebody ended it early
 * @param accounts one for each sink
 * @param failures why it did not pass, for people; empty where it did
 */
public record Result(
        Setup setup,
        long endedMillis,
        boolean interrupted,
        Outcome outcome,
        List<Account> accounts,
        List<Point> points,
        List<String> failures) {

    public boolean passed() {
        return failures.isEmpty();
    }

    CpuUse cpu() {
        return CpuUse.of(points, setup.warmupSeconds());
    }

    /** Of first arrivals at all destinations, in microseconds. */
    Histogram endToEnd() {
        Histogram all = new Histogram(3);
        accounts.forEach(each -> all.add(each.latency()));
        return all;
    }

    long lost() {
        return accounts.stream().mapToLong(Account::lost).sum();
    }

    long duplicates() {
        return accounts.stream().mapToLong(Account::duplicates).sum();
    }

    long inversions() {
        return accounts.stream().mapToLong(Account::inversions).sum();
    }
}

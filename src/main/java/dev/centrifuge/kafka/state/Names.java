package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids of destinations and sources by number, so that heads need not spell them out. Numbers follow from the order; none is
 * ever given again. A head uses a number only when a record that has the name is known to be committed, and spells it out
 * before: so it does not matter which of the two is written first.
 *
 * <p>Belongs to the log thread.
 */
final class Names {
    private static final int VERSION = 1;

    /** Beyond that names are spelled out: all of them are one record. */
    private static final int MOST = 2_000;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private int committed;
    private int written;

    Names() {}

    /** @throws IllegalArgumentException where the record is of another version or broken */
    Names(byte @Nullable [] record) {
        if (record == null) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(record);
        if (!in.hasRemaining() || in.get() != VERSION) {
            throw new IllegalArgumentException("names of an unknown version");
        }
        for (int left = Varints.readCount(in); left > 0; left--) {
            add(Varints.readText(in));
        }
        committed = names.size();
        written = committed;
    }

    private void add(String name) {
        numbers.put(name, names.size());
        names.add(name);
    }

    void write(ByteArrayOutputStream out, String name) {
        Integer number = numbers.get(name);
        if (number != null && number < committed) {
            Varints.write(out, number + 1);
            return;
        }
        if (number == null && names.size() < MOST) {
            add(name);
        }
        Varints.write(out, 0);
        Varints.write(out, name);
    }

    /** The inverse of {@link #write}. */
    String read(ByteBuffer in) {
        long number = Varints.read(in);
        if (number == 0) {
            return Varints.readText(in);
        }
        return name(number);
    }

    private String name(long number) {
        if (number < 1 || number > names.size()) {
            throw new IllegalArgumentException("a name of number " + number + " is not known");
        }
        return names.get((int) number - 1);
    }

    /** Several, of which those whose numbers follow each other are as short as one. */
    void writeAll(ByteArrayOutputStream out, List<String> all) {
        for (int i = 0; i < all.size(); ) {
            int number = committedNumber(all.get(i));
            if (number < 0) {
                write(out, all.get(i++));
                continue;
            }
            int run = 1;
            while (i + run < all.size() && committedNumber(all.get(i + run)) == number + run) {
                run++;
            }
            Varints.write(out, 2L * (number + 1) + (run > 1 ? 1 : 0));
            if (run > 1) {
                Varints.write(out, run - 2L);
            }
            i += run;
        }
    }

    private int committedNumber(String name) {
        Integer number = numbers.get(name);
        return number != null && number < committed ? number : -1;
    }

    /** Where a name comes so that {@link #writeAll} finds runs. */
    int rank(String name) {
        int number = committedNumber(name);
        return number < 0 ? Integer.MAX_VALUE : number;
    }

    /** The inverse of {@link #writeAll}. */
    List<String> readAll(ByteBuffer in, int count) {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            long code = Varints.read(in);
            if (code == 0) {
                all.add(Varints.readText(in));
                continue;
            }
            long run = (code & 1) == 0 ? 1 : Varints.read(in) + 2;
            if (run < 1 || run > count - all.size()) {
                throw new IllegalArgumentException("more names than there are");
            }
            for (long i = 0; i < run; i++) {
                all.add(name((code >>> 1) + i));
            }
        }
        return all;
    }

    /** The record of all names, or null where the one that is committed has them. */
    byte @Nullable [] changed() {
        if (names.size() == committed) {
            return null;
        }
        written = names.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(VERSION);
        Varints.write(out, written);
        names.forEach(name -> Varints.write(out, name));
        return out.toByteArray();
    }

    /** What {@link #changed} gave is committed. */
    void committed() {
        committed = written;
    }
}

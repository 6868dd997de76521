package dev.centrifuge.config.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. */
public final class Suggestion {
    private Suggestion() {}

    /** The closest of {@code known}, if at most a third of its letters (and no more than 3) differ. */
    public static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.min(3, Math.max(1, candidate.length() / 3)))
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** For the end of a sentence: {@code , did you mean "port"?} or nothing. */
    public static String hint(String name, Collection<String> known) {
        return of(name, known).map(close -> ", did you mean \"" + close + "\"?").orElse("");
    }

    /**
     * Letters to insert, delete, replace or swap with their neighbour (optimal string alignment), ignoring case and all
     * that separates words.
     */
    private static int distance(String left, String right) {
        String a = bare(left);
        String b = bare(right);
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE; // Far beyond any use, and saves the table for absurdly long names.
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = cell(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cell(int[][] d, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}

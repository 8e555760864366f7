package exo86.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a mistyped word was probably meant to be. */
final class Suggestions {
    private Suggestions() { }

    /** The nearest of the words, if it is near enough: at most a third of the letters differ, two swapped ones count once. */
    static Optional<String> nearest(String typed, Collection<String> words) {
        String plain = bare(typed);
        int limit = Math.max(1, (plain.length() + 1) / 3);
        return words.stream().filter(word -> distance(plain, bare(word)) <= limit)
                .min(Comparator.<String>comparingInt(word -> distance(plain, bare(word)))
                        .thenComparing(word -> distance(typed, word)).thenComparing(word -> word));
    }

    private static String bare(String word) {
        return word.replaceFirst("^-+", "");
    }

    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(table[i - 1][j], table[i][j - 1]) + 1, table[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, table[i - 2][j - 2] + 1);
                }
                table[i][j] = best;
            }
        }
        return table[a.length()][b.length()];
    }
}

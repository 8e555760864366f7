package exo86.mmu;

import java.util.Arrays;

/** Which words of RAM were written, in the order of the writes. See {@link Memory#log}. */
public final class WriteLog {
    private int[] words = new int[1024];
    private int count;

    void add(int at, int length) {
        if (count + 2 > words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        words[count++] = at >>> 2;
        if (at >>> 2 != at + length - 1 >>> 2) {
            words[count++] = at + length - 1 >>> 2;
        }
    }

    public int size() {
        return count;
    }

    /** RAM offset of a written word, a multiple of 4. */
    public int offset(int index) {
        return words[index] << 2;
    }

    public void clear() {
        count = 0;
    }
}

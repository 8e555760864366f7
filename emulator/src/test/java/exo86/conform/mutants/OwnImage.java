package exo86.conform.mutants;

import exo86.conform.SuiteException;
import exo86.conform.VectorImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An image of our own suite whose vectors can be run in another order, so that the first few are those that matter. */
final class OwnImage {
    private static final int BASE = 0x100000, ROW = 24;

    final String name;
    final boolean shutsDown;
    final int count;
    private final byte[] file;
    private final int table;

    OwnImage(VectorImage image) throws SuiteException {
        name = image.name();
        shutsDown = image.shutsDown();
        file = image.file();
        int magic = new String(file, StandardCharsets.ISO_8859_1).indexOf("EXO86VEC") + 8;
        ByteBuffer view = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        table = view.getInt(magic) - BASE;
        count = (view.getInt(magic + 4) - BASE - table) / ROW;
    }

    /** The image with {@code vectors} first. */
    byte[] startingWith(int[] vectors) {
        byte[] copy = file.clone();
        int at = table;
        for (int vector : vectors) {
            System.arraycopy(file, table + ROW * vector, copy, at, ROW);
            at += ROW;
        }
        int[] sorted = vectors.clone();
        Arrays.sort(sorted);
        for (int vector = 0; vector < count; vector++) {
            if (Arrays.binarySearch(sorted, vector) < 0) {
                System.arraycopy(file, table + ROW * vector, copy, at, ROW);
                at += ROW;
            }
        }
        return copy;
    }

    byte[] whole() {
        return file;
    }
}

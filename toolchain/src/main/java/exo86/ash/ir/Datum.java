package exo86.ash.ir;

import exo86.ash.tree.Image;

/**
 * Data that the functions refer to: a global, a string, a constant.
 *
 * @param align in bytes
 * @param image its first bytes; of an imported one only the size
 */
public record Datum(String name, Kind kind, int align, Image image) {
    public enum Kind {
        MUTABLE, READ_ONLY, IMPORTED
    }
}

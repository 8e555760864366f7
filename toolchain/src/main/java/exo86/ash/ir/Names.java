package exo86.ash.ir;

import exo86.ash.source.Nested;

/** How symbols and offsets look in the text form. */
final class Names {
    private Names() {
    }

    /** The name as it is if it is letters, digits, dots, dollars and underscores, else between quotes. */
    static String quote(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPart(name.charAt(i))) {
                return Nested.quoted(name);
            }
        }
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? Nested.quoted(name) : name;
    }

    static boolean isPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '$';
    }

    /** {@code +4}, {@code -4}, nothing for 0. */
    static String offset(int bytes) {
        return bytes == 0 ? "" : bytes > 0 ? "+" + bytes : Integer.toString(bytes);
    }
}

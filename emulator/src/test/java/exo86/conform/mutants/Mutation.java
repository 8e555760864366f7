package exo86.conform.mutants;

/**
 * One small wrong in one place.
 *
 * @param type the class, with its package
 * @param method its name and, if it is overloaded, which of them
 * @param source the text of the source line
 * @param ordinal which of the places of this kind on this line in this method, from 1
 * @param element the place in the method's code
 * @param check whether a check hangs on it: a jump that decides about a throw, or a call of something that checks
 * @param removed whether a check is gone with it: the throw behind the jump is never reached, or the call of something that checks is left out
 */
record Mutation(String type, String method, int overload, String source, Kind kind, int ordinal, int element, boolean check, boolean removed) {
    enum Kind {
        NEVER("jump never taken"), ALWAYS("jump always taken"), BOUND("bound off by one"), CALL("call left out"), MASK("mask left out");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** The name, on one line, without what an edit elsewhere would change. */
    String name() {
        String simple = type.substring("exo86.".length());
        return simple + "." + method + (overload > 1 ? "~" + overload : "") + " | " + source + " | " + kind.text + (ordinal > 1 ? " (" + ordinal + ")" : "");
    }
}

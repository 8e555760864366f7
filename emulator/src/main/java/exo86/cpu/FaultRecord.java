package exo86.cpu;

/** One of the faults that led to a shutdown: where it happened and with what. */
public record FaultRecord(int vector, int errorCode, int cs, int eip, int cr2) {
    private static final String[] NAMES = {"#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "9", "#TS", "#NP", "#SS", "#GP", "#PF", "15", "#MF", "#AC"};

    @Override
    public String toString() {
        String name = vector < NAMES.length ? NAMES[vector] : Integer.toString(vector);
        return "%s(%04x) at %04x:%08x%s".formatted(name, errorCode, cs, eip, vector == 14 ? ", CR2 %08x".formatted(cr2) : "");
    }
}

package exo86.debug;

/** A 32-bit address or word that is shown in hexadecimal; in JSON the string {@code "0x00100000"}. */
public record Address(int value) {
    @Override
    public String toString() {
        return "0x%08x".formatted(value);
    }
}

package exo86.elf;

import java.util.Optional;

/// An address that is not known yet. The linker stores, at `offset` of the section, S + addend for an absolute kind and
/// S + addend − P for a relative one, where S is the symbol's address and P the address of the field itself (so a near
/// call has addend −4). `symbol` is an index into the file's symbols.
public record Relocation(int offset, Kind kind, int symbol, int addend) {

    /// Kinds with their ELF number, field width in bytes, and whether relative to the field. Name as in the i386 psABI.
    public enum Kind {
        R_386_32(1, 4, false), R_386_PC32(2, 4, true), R_386_16(20, 2, false), R_386_PC16(21, 2, true),
        R_386_8(22, 1, false), R_386_PC8(23, 1, true);

        public final int number;
        public final int width;
        public final boolean relative;

        Kind(int number, int width, boolean relative) {
            this.number = number;
            this.width = width;
            this.relative = relative;
        }

        public static Optional<Kind> of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}

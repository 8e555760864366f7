package exo86.asm;

import exo86.elf.Relocation;
import exo86.isa.Value;
import java.util.List;
import java.util.Optional;

/** Fields that waited for an address: stores what is known at the end, and says which relocation the rest needs. */
final class Fixups {
    /** A field that only the linker can fill. */
    record Open(int offset, Relocation.Kind kind, Value.Base base, int addend) {
    }

    private Fixups() {
    }

    /**
     * Fills a field of {@code section}, or describes its relocation. A distance within the section is known; an address is not.
     *
     * @param code    the section that holds the field
     * @param extra   added to the value
     */
    static Optional<Open> resolve(SectionContent section, SectionContent.Fixup fixup, SectionContent code, long extra, List<Diagnostic> diagnostics) {
        long constant = fixup.value().constant() + extra;
        Optional<Value.Base> base = fixup.value().base();
        if (fixup.relative() && base.isPresent() && base.get() == code) {
            store(section, fixup, constant - fixup.end(), diagnostics);
            return Optional.empty();
        }
        if (base.isEmpty()) {
            report(fixup, "a jump needs a label, not a plain number", diagnostics);
            return Optional.empty();
        }
        Relocation.Kind kind = switch (fixup.width()) {
            case 8 -> fixup.relative() ? Relocation.Kind.R_386_PC8 : Relocation.Kind.R_386_8;
            case 16 -> fixup.relative() ? Relocation.Kind.R_386_PC16 : Relocation.Kind.R_386_16;
            default -> fixup.relative() ? Relocation.Kind.R_386_PC32 : Relocation.Kind.R_386_32;
        };
        long addend = fixup.relative() ? constant + fixup.offset() - fixup.end() : constant;
        return Optional.of(new Open(fixup.offset(), kind, base.get(), (int) addend));
    }

    static void store(SectionContent section, SectionContent.Fixup fixup, long value, List<Diagnostic> diagnostics) {
        long limit = 1L << fixup.width() - 1;
        if (fixup.relative() && fixup.width() == 8 && (value < -limit || value >= limit)) {
            report(fixup, "jump target is " + value + " bytes away, a short jump reaches -128 to 127", diagnostics);
            return;
        }
        if (!fixup.relative() && !Layout.fits(value, fixup.width())) {
            report(fixup, String.format("address 0x%x does not fit %d bits", value, fixup.width()), diagnostics);
            return;
        }
        section.store(fixup.offset(), fixup.width(), value);
    }

    static void report(SectionContent.Fixup fixup, String message, List<Diagnostic> diagnostics) {
        SourceLine line = fixup.line();
        diagnostics.add(new Diagnostic(line.file(), line.number(), fixup.column() + 1, message, line.text()));
    }
}

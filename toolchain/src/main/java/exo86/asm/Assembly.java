package exo86.asm;

import exo86.elf.ObjectFile;
import java.util.List;
import java.util.Optional;

/** What {@link Assembler} made of a file: diagnostics, or exactly one of the two results. */
public record Assembly(List<Diagnostic> diagnostics, Optional<byte[]> flat, Optional<ObjectFile> object) {
    public boolean failed() {
        return !diagnostics.isEmpty();
    }
}

package exo86.ash.emit;

import exo86.elf.ObjectBuilder;
import java.util.Map;

/** Debug information. */
final class DebugDescription {
    private DebugDescription() {
    }

    static void write(Unit unit, Map<Routine, MachineCode> codes, CodeGenerator.Options options, ObjectBuilder file) {
    }
}

package exo86.ash.emit;

import exo86.ash.tree.Function;
import exo86.ash.tree.Program;
import exo86.elf.ObjectBuilder;
import exo86.elf.ObjectBuilder.SectionBuilder;
import exo86.elf.Relocation;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import java.util.Set;

/**
 * What a running program needs to find its own callers, since optimised code has no frame pointers: the section {@code ash_frames}, for programs that
 * name its bounds. An entry is four words: address and size of a function, its name (zero-ended), and how far above ESP its caller's ESP is at each
 * of its calls, or one of the words below.
 */
final class FrameTable {
    static final String START = "__start_ash_frames";
    /** The caller's ESP is EBP + 8, its EBP is at EBP. */
    static final int FRAME_POINTER = 0;
    /** At ESP, behind the call, is a {@code cpu.TrapFrame}. */
    static final int TRAP_FRAME = 1;
    /** Of a function that moves ESP as it likes, at its first instruction: the return address alone. */
    private static final int RETURN_ADDRESS = 4;

    private FrameTable() {
    }

    static boolean isWanted(Program program) {
        return program.globals().stream().anyMatch(global -> global.imported() && global.linkName().equals(START));
    }

    static void add(Unit unit, Routine routine, MachineCode code, SectionBuilder described, ObjectBuilder file) {
        SectionBuilder table = file.section("ash_frames", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC), 4).linkTo(described);
        table.emitAddress(Relocation.Kind.R_386_32, file.reference(routine.symbol()), 0);
        table.emit32(code.bytes().length);
        table.emitAddress(Relocation.Kind.R_386_32, file.reference(unit.text(routine.symbol(), routine.placement().library())), 0);
        table.emit32(distance(routine, code));
    }

    private static int distance(Routine routine, MachineCode code) {
        if (routine.function().filter(f -> f.kind() == Function.Kind.INTERRUPT && f.linkName().equals(routine.symbol())).isPresent()) {
            return TRAP_FRAME;
        }
        if (routine.body() instanceof Routine.Instructions instructions && instructions.frame().isPresent()) {
            return FRAME_POINTER;
        }
        return code.unwinding().stream().mapToInt(mark -> mark.state().distance()).max().orElse(RETURN_ADDRESS);
    }
}

package exo86.ash.emit;

import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.elf.dwarf.Address;
import exo86.elf.dwarf.FrameEntry;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an interrupt gate points at: makes a {@code cpu.TrapFrame} of what the CPU pushed and calls the handler, which never returns.
 *
 * <p>EBX, which everyone behind keeps, holds the frame's address too, so that a debugger finds the interrupted code although the stack is another.
 *
 * <p>Vectors 8, 10 to 14 and 17 come with an error code (SDM 3A 6.13); for the others the stub pushes a zero in its place.
 */
final class InterruptStub {
    private static final Set<Integer> WITH_ERROR_CODE = Set.of(8, 10, 11, 12, 13, 14, 17);
    private static final int KERNEL_DATA = 0x10;
    private static final int FRAME_CS = 60;
    private static final int FRAME_BYTES = 76;
    /** Of the interrupted stack's pointer in the frame, or where that stack begins if it was the kernel's own. */
    private static final int OUTER_STACK = 68;

    /** Where the frame's parts are from the address behind EFLAGS, for a debugger that stands behind the call. */
    static FrameEntry frame(Address start, int size) {
        Map<Integer, Integer> saved = Map.of(FrameEntry.EIP, 56 - OUTER_STACK, Registers.EDI, -OUTER_STACK, Registers.ESI, 4 - OUTER_STACK,
                Registers.EBP, 8 - OUTER_STACK, Registers.EBX, 16 - OUTER_STACK, Registers.EDX, 20 - OUTER_STACK, Registers.ECX, 24 - OUTER_STACK,
                Registers.EAX, 28 - OUTER_STACK);
        return new FrameEntry(start, size, true, List.of(new FrameEntry.Row(0, Registers.EBX, OUTER_STACK, saved)));
    }

    private InterruptStub() {
    }

    static Routine generate(Function handler, String body, Optional<Global> stack) {
        Code code = new Code();
        code.line(handler.declared());
        if (!WITH_ERROR_CODE.contains(handler.vector())) {
            code.emit(Op.PUSH, Operand.Immediate.of(0));
        }
        code.emit(Op.PUSH, Operand.Immediate.of(handler.vector()));
        for (int segment : List.of(Registers.DS, Registers.ES, Registers.FS, Registers.GS)) {
            code.emit(Op.PUSH, new Operand.Segment(segment));
        }
        code.emit(Op.PUSHA);
        code.emit(Op.MOV, Operand.EAX, Operand.Immediate.of(KERNEL_DATA));
        code.emit(Op.MOV, new Operand.Segment(Registers.DS), Operand.EAX);
        code.emit(Op.MOV, new Operand.Segment(Registers.ES), Operand.EAX);
        code.emit(Op.CLD);
        code.emit(Op.MOV, Operand.EAX, Operand.ESP);
        code.emit(Op.MOV, Operand.EBX, Operand.EAX);
        stack.ifPresent(global -> {
            Label inKernel = Label.forward();
            code.emit(Op.TEST, Operand.Memory.at(Operand.EAX, FRAME_CS).as(8), Operand.Immediate.of(3));
            code.jump(Condition.E, inKernel);
            code.emit(Op.MOV, Operand.ESP, new Operand.Immediate(global.type().size(), global.linkName()));
            code.bind(inKernel);
        });
        code.emit(Op.CALL, new Operand.Routine(body));
        code.trap("an interrupt handler has returned", handler.declared());
        return new Routine(handler.linkName(), Optional.of(handler), handler.placement(), new Routine.Instructions(code.items(), Optional.empty(),
                new Routine.StackUse(FRAME_BYTES + 4, Set.of(body), Set.of())));
    }
}

package exo86.ash.select;

import exo86.ash.ir.Constant;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.machine.Operand.Immediate;
import exo86.ash.machine.Operand.Register;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;

/** The functions of module {@code cpu} that are instructions. */
final class Intrinsics {
    private static final int EAX = Selection.bits(Registers.EAX);
    private static final int EDX = Selection.bits(Registers.EDX);

    private final Selection s;

    Intrinsics(Selection s) {
        this.s = s;
    }

    void select(Instruction.Intrinsic i) {
        switch (i.builtin()) {
            case INB -> in(i, 8);
            case INW -> in(i, 16);
            case INL -> in(i, 32);
            case OUTB -> out(i, 8);
            case OUTW -> out(i, 16);
            case OUTL -> out(i, 32);
            case CLI -> s.emit(Op.CLI);
            case STI -> s.emit(Op.STI);
            case HLT -> s.emit(Op.HLT);
            case PAUSE -> s.emit(Op.NOP, new exo86.ash.machine.Operand.StringForm(32, true));
            case RDTSC -> {
                s.emitFixed(Op.RDTSC, 0, EAX | EDX);
                result(i, 0, Selection.EAX);
                result(i, 1, Selection.EDX);
            }
            case CR0 -> readControl(i, 0);
            case CR2 -> readControl(i, 2);
            case CR3 -> readControl(i, 3);
            case SET_CR0 -> s.emit(Op.MOV, new exo86.ash.machine.Operand.Control(0), s.register(i.operands().getFirst()));
            case SET_CR3 -> s.emit(Op.MOV, new exo86.ash.machine.Operand.Control(3), s.register(i.operands().getFirst()));
            case INVLPG -> s.emit(Op.INVLPG, s.addresses.of(i.operands().getFirst(), 0).as(8));
            case BSF -> scan(Op.BSF, i);
            case BSR -> scan(Op.BSR, i);
        }
    }

    private void result(Instruction.Intrinsic i, int index, Register from) {
        if (s.needed(i.results().get(index))) {
            s.copy(s.definition(i.results().get(index)), from);
        }
    }

    private void in(Instruction.Intrinsic i, int bits) {
        exo86.ash.machine.Operand port = port(i.operands().getFirst());
        s.emitFixed(Op.IN, port instanceof Register ? EDX : 0, EAX, Selection.EAX.as(bits), port);
        if (s.needed(i.results().getFirst())) {
            Register result = s.definition(i.results().getFirst());
            if (bits == 32) {
                s.copy(result, Selection.EAX);
            } else {
                s.emit(Op.MOVZX, result, Selection.EAX.as(bits));
            }
        }
    }

    private void out(Instruction.Intrinsic i, int bits) {
        exo86.ash.machine.Operand value = s.value(i.operands().get(1));
        exo86.ash.machine.Operand port = port(i.operands().getFirst());
        s.copy(Selection.EAX, value);
        s.emitFixed(Op.OUT, EAX | (port instanceof Register ? EDX : 0), 0, port, Selection.EAX.as(bits));
    }

    private exo86.ash.machine.Operand port(Operand port) {
        if (port instanceof Constant(int number) && (number & 0xFF) == number) {
            return Immediate.of(number);
        }
        s.copy(Selection.EDX, s.value(port));
        return Selection.EDX.as(16);
    }

    private void readControl(Instruction.Intrinsic i, int number) {
        s.emit(Op.MOV, s.definition(i.results().getFirst()), new exo86.ash.machine.Operand.Control(number));
    }

    /** 32 if there is no bit. */
    private void scan(Op op, Instruction.Intrinsic i) {
        Register result = s.definition(i.results().getFirst());
        Register none = s.temporary();
        s.copy(none, Immediate.of(32));
        s.emit(op, result, s.registerOrMemory(i.operands().getFirst()));
        s.emit(Op.CMOV, Condition.E, result, none);
    }
}

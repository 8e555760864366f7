package exo86.ash.emit;

import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Op;

/** Moves values between registers and memory, whole words of any size and in order, each byte once. */
final class Transfer {
    /** Copies and fills up to this many bytes are written out, longer ones are string instructions. */
    private static final int UNROLLED = 32;

    private final FunctionGenerator f;

    Transfer(FunctionGenerator f) {
        this.f = f;
    }

    /** Loads a word or pair into EAX or EDX:EAX. The address may use EAX. */
    void load(Operand.Memory from, Type type) {
        int size = type.size();
        if (size <= 4) {
            word(Operand.EAX, from, size, Shape.integer(type).signed());
            return;
        }
        Operand.Memory source = from;
        if (from.uses(Operand.EAX)) {
            f.code.emit(Op.MOV, Operand.ECX, Operand.EAX);
            source = from.replace(Operand.EAX, Operand.ECX);
        }
        word(Operand.EAX, source, 4, false);
        word(Operand.EDX, source.plus(4), size - 4, false);
    }

    /** Loads {@code size} bytes, extended to 32 bits. The address may use the register, except for three bytes. */
    void word(Operand.Register register, Operand.Memory from, int size, boolean signed) {
        switch (size) {
            case 0 -> f.code.emit(Op.XOR, register, register);
            case 1 -> f.code.emit(signed ? Op.MOVSX : Op.MOVZX, register, from.as(8));
            case 2 -> f.code.emit(signed ? Op.MOVSX : Op.MOVZX, register, from.as(16));
            case 3 -> {
                Operand.Memory source = from;
                if (from.uses(register)) {
                    f.code.emit(Op.MOV, Operand.ECX, register);
                    source = from.replace(register, Operand.ECX);
                }
                f.code.emit(Op.MOVZX, register, source.plus(2).as(8));
                f.code.emit(Op.SHL, register, Operand.Immediate.of(16));
                f.code.emit(Op.MOV, register.as(16), source.as(16));
            }
            default -> f.code.emit(Op.MOV, register, from);
        }
    }

    /** Stores EAX or EDX:EAX, whose contents are lost. The address uses neither. */
    void store(Operand.Memory to, Type type) {
        int size = type.size();
        word(to, Operand.EAX, Math.min(size, 4));
        if (size > 4) {
            word(to.plus(4), Operand.EDX, size - 4);
        }
    }

    /** Stores the low {@code size} bytes of a register. */
    void word(Operand.Memory to, Operand.Register register, int size) {
        switch (size) {
            case 0 -> {
            }
            case 1 -> f.code.emit(Op.MOV, to.as(8), register.as(8));
            case 2 -> f.code.emit(Op.MOV, to.as(16), register.as(16));
            case 3 -> {
                f.code.emit(Op.MOV, to.as(16), register.as(16));
                f.code.emit(Op.SHR, register, Operand.Immediate.of(16));
                f.code.emit(Op.MOV, to.plus(2).as(8), register.as(8));
            }
            default -> f.code.emit(Op.MOV, to, register);
        }
    }

    /** Stores a number of {@code size} bytes. */
    void constant(Operand.Memory to, Operand.Immediate value, int size) {
        switch (size) {
            case 0 -> {
            }
            case 1 -> f.code.emit(Op.MOV, to.as(8), Operand.Immediate.of(value.value() & 0xFF));
            case 2 -> f.code.emit(Op.MOV, to.as(16), Operand.Immediate.of(value.value() & 0xFFFF));
            case 3 -> {
                constant(to, value, 2);
                constant(to.plus(2), Operand.Immediate.of(value.value() >>> 16), 1);
            }
            default -> f.code.emit(Op.MOV, to, value);
        }
    }

    /** Keeps EAX or EDX:EAX in whole words. */
    void spill(Shape shape, Operand.Memory to) {
        f.code.emit(Op.MOV, to, Operand.EAX);
        if (shape == Shape.PAIR) {
            f.code.emit(Op.MOV, to.plus(4), Operand.EDX);
        }
    }

    void reload(Shape shape, Operand.Memory from) {
        f.code.emit(Op.MOV, Operand.EAX, from);
        if (shape == Shape.PAIR) {
            f.code.emit(Op.MOV, Operand.EDX, from.plus(4));
        }
    }

    /** Stores a value, as {@link Values#value} left it, where the pointer in {@code pointer} points. */
    void storeResult(Type type, Operand.Memory pointer) {
        f.code.emit(Op.MOV, Operand.ECX, pointer);
        Operand.Memory to = Operand.Memory.at(Operand.ECX, 0);
        if (Shape.of(type) == Shape.MEMORY) {
            copy(to, Operand.Memory.at(Operand.EAX, 0), type.size());
        } else {
            store(to, type);
        }
    }

    /** Copies forwards. {@code to} may use ECX, {@code from} EAX or ECX, neither EDX; all three are lost. */
    void copy(Operand.Memory to, Operand.Memory from, int size) {
        if (size <= UNROLLED) {
            for (int at = 0; at < size;) {
                int bytes = size - at >= 4 ? 4 : size - at >= 2 ? 2 : 1;
                Operand.Register part = Operand.EDX.as(8 * bytes);
                f.code.emit(Op.MOV, part, from.plus(at).as(8 * bytes));
                f.code.emit(Op.MOV, to.plus(at).as(8 * bytes), part);
                at += bytes;
            }
            return;
        }
        f.clobber(Operand.ESI);
        f.clobber(Operand.EDI);
        address(Operand.ESI, from);
        address(Operand.EDI, to);
        move(size);
    }

    /** REP MOVS from ESI to EDI, by words, then the rest. */
    void move(int size) {
        f.code.emit(Op.MOV, Operand.ECX, Operand.Immediate.of(size / 4));
        f.code.string(Op.MOVS, 32, true);
        if ((size & 2) != 0) {
            f.code.string(Op.MOVS, 16, false);
        }
        if ((size & 1) != 0) {
            f.code.string(Op.MOVS, 8, false);
        }
    }

    void zero(Operand.Memory to, int size) {
        if (size <= UNROLLED) {
            for (int at = 0; at < size;) {
                int bytes = size - at >= 4 ? 4 : size - at >= 2 ? 2 : 1;
                f.code.emit(Op.MOV, to.plus(at).as(8 * bytes), Operand.Immediate.of(0));
                at += bytes;
            }
            return;
        }
        f.code.emit(Op.XOR, Operand.EAX, Operand.EAX);
        fill(to, size);
    }

    /** Stores EAX again and again over {@code size} bytes. */
    void fill(Operand.Memory to, int size) {
        f.clobber(Operand.EDI);
        address(Operand.EDI, to);
        f.code.emit(Op.MOV, Operand.ECX, Operand.Immediate.of(size / 4));
        f.code.string(Op.STOS, 32, true);
        if ((size & 2) != 0) {
            f.code.string(Op.STOS, 16, false);
        }
        if ((size & 1) != 0) {
            f.code.string(Op.STOS, 8, false);
        }
    }

    /** Puts the address of a place into a register. */
    void address(Operand.Register register, Operand.Memory of) {
        if (of.isAbsolute()) {
            f.code.emit(Op.MOV, register, new Operand.Immediate(of.displacement(), of.symbol()));
        } else if (!of.isBare()) {
            f.code.emit(Op.LEA, register, of);
        } else if (of.base() != register.number()) {
            f.code.emit(Op.MOV, register, new Operand.Register(of.base(), 32));
        }
    }
}

package exo86.jit;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Bytecode by short names. */
final class Code {
    private static final String BRIDGE = "exo86/jit/Bridge";

    final MethodVisitor out;

    Code(MethodVisitor out) {
        this.out = out;
    }

    Code constant(int value) {
        if (value >= -1 && value <= 5) {
            out.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            out.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            out.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            out.visitLdcInsn(value);
        }
        return this;
    }

    Code load(int local) {
        out.visitVarInsn(Opcodes.ILOAD, local);
        return this;
    }

    Code store(int local) {
        out.visitVarInsn(Opcodes.ISTORE, local);
        return this;
    }

    Code op(int opcode) {
        out.visitInsn(opcode);
        return this;
    }

    /** A static method of {@link Bridge}. */
    Code bridge(String name, String descriptor) {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, name, descriptor, false);
        return this;
    }

    Code invoke(String owner, String name, String descriptor) {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
        return this;
    }

    Code cpu() {
        out.visitFieldInsn(Opcodes.GETSTATIC, BRIDGE, "CPU", "Lexo86/cpu/Cpu;");
        return this;
    }

    Code ram() {
        out.visitFieldInsn(Opcodes.GETSTATIC, BRIDGE, "RAM", "[B");
        return this;
    }

    /** The page map for reads or writes. */
    Code map(boolean write) {
        out.visitFieldInsn(Opcodes.GETSTATIC, BRIDGE, write ? "WRITE" : "READ", "[I");
        return this;
    }

    Code field(String name) {
        out.visitFieldInsn(Opcodes.GETFIELD, "exo86/cpu/Cpu", name, "I");
        return this;
    }

    Code setField(String name) {
        out.visitFieldInsn(Opcodes.PUTFIELD, "exo86/cpu/Cpu", name, "I");
        return this;
    }

    Code jump(int opcode, Label label) {
        out.visitJumpInsn(opcode, label);
        return this;
    }

    /** Adds a constant to what is on the stack. */
    Code add(int value) {
        return value == 0 ? this : constant(value).op(Opcodes.IADD);
    }

    Code and(int mask) {
        return mask == -1 ? this : constant(mask).op(Opcodes.IAND);
    }

    Code shiftLeft(int count) {
        return count == 0 ? this : constant(count).op(Opcodes.ISHL);
    }

    Code shiftRight(int count) {
        return count == 0 ? this : constant(count).op(Opcodes.IUSHR);
    }
}

package exo86.jit;

import java.util.Arrays;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Bytecode by short names. */
final class Code {
    private static final String BRIDGE = "exo86/jit/Bridge";

    final MethodVisitor out;
    /** The last frame was that of {@link #label}. */
    private boolean framed;

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

    Code increment(int local, int by) {
        out.visitIincInsn(local, by);
        return this;
    }

    Code loadLong() {
        out.visitVarInsn(Opcodes.LLOAD, Locals.LONG);
        return this;
    }

    Code storeLong() {
        out.visitVarInsn(Opcodes.LSTORE, Locals.LONG);
        return this;
    }

    /** Jumps by what is on the stack; {@code keys} ascend. */
    Code choose(int[] keys, Label[] labels, Label otherwise) {
        out.visitLookupSwitchInsn(otherwise, keys, labels);
        return this;
    }

    // ---- labels: one frame describes them all but those where a long comes back

    /** With an empty operand stack and all locals ints. */
    Code label(Label label) {
        out.visitLabel(label);
        if (framed) {
            out.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        } else {
            out.visitFrame(Opcodes.F_FULL, Locals.INTS, ints(Locals.INTS), 0, new Object[0]);
            framed = true;
        }
        return this;
    }

    /** The same, and {@link Locals#LONG} is there. */
    Code labelWithLong(Label label) {
        Object[] locals = ints(Locals.INTS + 1);
        locals[Locals.LONG] = Opcodes.LONG;
        out.visitLabel(label);
        out.visitFrame(Opcodes.F_FULL, locals.length, locals, 0, new Object[0]);
        framed = false;
        return this;
    }

    /** A long is on the operand stack. */
    Code labelWithLongOnStack(Label label) {
        out.visitLabel(label);
        out.visitFrame(Opcodes.F_FULL, Locals.INTS, ints(Locals.INTS), 1, new Object[] {Opcodes.LONG});
        framed = false;
        return this;
    }

    private static Object[] ints(int count) {
        Object[] locals = new Object[count];
        Arrays.fill(locals, Opcodes.INTEGER);
        locals[0] = Opcodes.TOP;
        return locals;
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

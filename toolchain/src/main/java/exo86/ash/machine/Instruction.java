package exo86.ash.machine;

import exo86.ash.ir.Position;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.function.IntUnaryOperator;

/**
 * One instruction. Passes change it in place; equal to itself only.
 *
 * <p>{@link Op#NOP} stands for what makes no code: with an {@link Operand.Name} a remark for the debugger, whose registers are not read by it; without
 * operands the place where processor registers get their values from outside ({@link #defines}).
 */
public final class Instruction {
    private Op op;
    private int condition;
    private Operand[] operands;
    private final int reads;
    private final int writes;
    private final Position at;

    /** @param reads processor registers read besides the operands, a bit each; {@code writes} likewise: written or lost */
    public Instruction(Position at, Op op, int condition, int reads, int writes, Operand... operands) {
        this.at = at;
        this.op = op;
        this.condition = condition;
        this.reads = reads;
        this.writes = writes;
        this.operands = operands;
    }

    public Instruction(Position at, Op op, Operand... operands) {
        this(at, op, Condition.NONE, 0, 0, operands);
    }

    public Op op() {
        return op;
    }

    /** Of a jump, SET or CMOV. */
    public int condition() {
        return condition;
    }

    public Position at() {
        return at;
    }

    public int reads() {
        return reads;
    }

    public int writes() {
        return writes;
    }

    public int count() {
        return operands.length;
    }

    public Operand operand(int index) {
        return operands[index];
    }

    public Operand[] operands() {
        return operands.clone();
    }

    public void operand(int index, Operand operand) {
        operands[index] = operand;
    }

    /** Becomes another instruction at the same place; the registers besides the operands stay. */
    public void become(Op newOp, Operand... newOperands) {
        op = newOp;
        operands = newOperands;
    }

    public void become(Op newOp, int newCondition, Operand... newOperands) {
        become(newOp, newOperands);
        condition = newCondition;
    }

    /** Moves a whole register to another. */
    public boolean isCopy() {
        return op == Op.MOV && operands[1] instanceof Operand.Register from && from.width() == 32 && operands[0] instanceof Operand.Register;
    }

    public boolean isRemark() {
        return op == Op.NOP && operands.length > 0 && operands[0] instanceof Operand.Name;
    }

    /** The register operand at {@code index}, or {@link Registers#NONE}. */
    public int register(int index) {
        return index < operands.length && operands[index] instanceof Operand.Register register ? register.number() : Registers.NONE;
    }

    /** What is done with the operand at {@code index}. */
    public int role(int index) {
        if (isRemark()) {
            return 0;
        }
        int role = Roles.of(op, index, operands.length);
        boolean partly = role == Roles.DEFINE && op == Op.MOV && operands[index] instanceof Operand.Register register && register.width() < 32;
        return partly ? Roles.USE | Roles.DEFINE : role;
    }

    /** Writes the registers that the operands read into {@code into}, each as often as it stands there, and says how many. */
    public int uses(int[] into) {
        int n = 0;
        for (int i = 0; i < operands.length; i++) {
            if (operands[i] instanceof Operand.Register register) {
                if ((role(i) & Roles.USE) != 0) {
                    into[n++] = register.number();
                }
            } else if (operands[i] instanceof Operand.Memory memory && !isRemark()) {
                if (memory.base() != Registers.NONE) {
                    into[n++] = memory.base();
                }
                if (memory.index() != Registers.NONE) {
                    into[n++] = memory.index();
                }
            }
        }
        return n;
    }

    /** Writes the registers that the operands write into {@code into}, and says how many. */
    public int defines(int[] into) {
        int n = 0;
        for (int i = 0; i < operands.length; i++) {
            if (operands[i] instanceof Operand.Register register && (role(i) & Roles.DEFINE) != 0) {
                into[n++] = register.number();
            }
        }
        return n;
    }

    /** Whether an operand is that register or has it in its address, a remark's too. */
    public boolean mentions(int register) {
        for (Operand operand : operands) {
            if (operand instanceof Operand.Register(int number, int width) ? number == register
                    : operand instanceof Operand.Memory memory && (memory.base() == register || memory.index() == register)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an operand reads that register. */
    public boolean isUseOf(int register) {
        int[] registers = new int[16];
        return contains(registers, uses(registers), register);
    }

    /** Whether an operand writes that register. */
    public boolean isDefinitionOf(int register) {
        int[] registers = new int[16];
        return contains(registers, defines(registers), register);
    }

    private static boolean contains(int[] registers, int count, int register) {
        for (int i = 0; i < count; i++) {
            if (registers[i] == register) {
                return true;
            }
        }
        return false;
    }

    /** Renames the registers of the operands. */
    public void rename(IntUnaryOperator name) {
        for (int i = 0; i < operands.length; i++) {
            if (operands[i] instanceof Operand.Register(int number, int width)) {
                int renamed = name.applyAsInt(number);
                if (renamed != number) {
                    operands[i] = new Operand.Register(renamed, width);
                }
            } else if (operands[i] instanceof Operand.Memory memory && memory.hasRegisters()) {
                int base = memory.base() == Registers.NONE ? Registers.NONE : name.applyAsInt(memory.base());
                int index = memory.index() == Registers.NONE ? Registers.NONE : name.applyAsInt(memory.index());
                if (base != memory.base() || index != memory.index()) {
                    operands[i] = memory.with(base, index);
                }
            }
        }
    }

    @Override
    public String toString() {
        return Text.of(this);
    }
}

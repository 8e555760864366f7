package exo86.jit;

import static exo86.jit.Locals.*;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;
import static org.objectweb.asm.Opcodes.IF_ICMPLT;
import static org.objectweb.asm.Opcodes.IOR;

import exo86.isa.Instruction;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Label;

/**
 * Writes the method of one region. The state of the guest is in int locals at fixed places; emitters of instructions use what stands here.
 *
 * <p>The order inside an instruction: first the checks of all its accesses, which may leave; then flags, memory, registers. At a label of the guest's
 * the operand stack is empty and all locals are ints, so that one frame describes every label.
 */
final class Emission {
    final Code code;
    final FlagEmission flags;
    final ExitEmission exits;
    final ControlEmission control;
    final Addressing addressing;
    private final AccessEmission accesses;
    private final RegionClass region = new RegionClass();
    private final List<BasicBlock> blocks;
    private final Predicate<BasicBlock> grouping;
    private final List<Runnable> outside = new ArrayList<>();
    /** The line number of what stands behind the last step. */
    static final int OUTSIDE = 65535;
    /** Steps get line numbers, for {@link Listing}. */
    boolean numbered;
    private int number;
    private int size;
    private BasicBlock block;
    /** Of the block, and the number of its step that is being written. */
    private StackGroup group;
    private int running;

    /** @param grouping says of a block whether its stack accesses may be checked together */
    Emission(ControlFlow flow, Collection<BasicBlock> blocks, Addressing addressing, boolean unchecked, Predicate<BasicBlock> grouping) {
        this.grouping = grouping;
        this.addressing = addressing;
        this.blocks = List.copyOf(blocks);
        code = new Code(region.run);
        flags = new FlagEmission(code);
        exits = new ExitEmission(code);
        accesses = new AccessEmission(this, RegionClass.NAME, unchecked);
        control = new ControlEmission(this, region, flow);
    }

    /** The class file. */
    byte[] write() {
        region.run.visitCode();
        control.enter(blocks.getFirst());
        for (int k = 0; k < blocks.size(); k++) {
            write(blocks.get(k), k + 1 < blocks.size() ? blocks.get(k + 1) : null);
        }
        number(OUTSIDE);
        for (int k = 0; k < outside.size(); k++) {
            outside.get(k).run();
        }
        exits.write();
        control.writeReturn();
        Label end = new Label();
        region.run.visitLabel(end);
        size = end.getOffset();
        region.run.visitMaxs(10, LONG + 2);
        region.run.visitEnd();
        return region.write(accesses::initialise);
    }

    /** Bytes of bytecode. */
    int size() {
        return size;
    }

    /** Target EIP of each link, in the order of the array that the class initialiser takes. */
    int[] links() {
        return region.links();
    }

    /** The instructions that it refers to, in the order of the array that the class initialiser takes. */
    Instruction[] instructions() {
        return region.instructions();
    }

    /** Pushes an instruction as a constant, for a shared operation. */
    void pushInstruction(Instruction i) {
        region.pushInstruction(i);
    }

    private void number(int line) {
        if (numbered) {
            Label here = new Label();
            region.run.visitLabel(here);
            region.run.visitLineNumber(line, here);
        }
    }

    /** What the path behind the running block needs at most before the budget is looked at again. */
    int costBehind() {
        return block.cost - block.steps.size();
    }

    private void write(BasicBlock current, BasicBlock following) {
        block = current;
        exits.enter(block);
        control.enter(block, following);
        code.label(block.label);
        if (block.head) {
            code.load(BUDGET).constant(block.cost).jump(IF_ICMPLT, exits.start(block));
        }
        code.increment(BUDGET, -block.steps.size());
        group = StackGroup.of(grouping.test(block) ? block.steps : List.of(), addressing);
        for (int k = 0; k < block.steps.size(); k++) {
            Step step = block.steps.get(k);
            exits.before(step, block.steps.size() - k);
            number(++number);
            running = k;
            if (group.beginsAt(k)) {
                accesses.checkGroup(group, exits.apart());
            }
            step.emitter.emit(this, step);
            exits.after();
        }
        if (!ControlFlow.transfers(block.last())) {
            control.flowOn(0);
        }
    }

    /** Code that is seldom reached, after everything else: {@code body} begins with a label and ends with a jump. */
    void aside(Runnable body) {
        outside.add(body);
    }

    /** The way out before the running instruction, for the interpreter to execute it. */
    Label miss() {
        return exits.miss();
    }

    // ---- operands

    /** Value of a general register, zero-extended. */
    void register(int number, int width) {
        if (width == 32) {
            code.load(REGISTER + number);
        } else if (width == 16) {
            code.load(REGISTER + number).and(0xFFFF);
        } else {
            code.load(REGISTER + (number & 3)).shiftRight(number < 4 ? 0 : 8).and(0xFF);
        }
    }

    /** Puts what is on the stack into a general register; bits above its width are ignored. */
    void setRegister(int number, int width) {
        if (width == 32) {
            code.store(REGISTER + number);
            return;
        }
        int local = REGISTER + (width == 8 ? number & 3 : number);
        int shift = width == 8 && number >= 4 ? 8 : 0;
        int mask = (width == 16 ? 0xFFFF : 0xFF) << shift;
        code.shiftLeft(shift).and(mask).load(local).and(~mask).op(IOR).store(local);
    }

    /** Offset of the memory operand in its segment. */
    void address(Instruction i) {
        address(i, () -> { });
    }

    /** The same, with what {@code more} adds to the number on the stack. */
    void address(Instruction i, Runnable more) {
        boolean any = false;
        if (i.base >= 0) {
            code.load(REGISTER + i.base);
            any = true;
        }
        if (i.index >= 0) {
            code.load(REGISTER + i.index).shiftLeft(31 - Integer.numberOfLeadingZeros(i.scale));
            if (any) {
                code.op(IADD);
            }
            any = true;
        }
        if (any) {
            code.add(i.displacement);
        } else {
            code.constant(i.displacement);
        }
        more.run();
        wrap(i.addressSize);
    }

    /** What is on the stack becomes an offset of 16 or 32 bits. */
    private void wrap(int bits) {
        code.and(bits == 16 ? 0xFFFF : -1);
    }

    /** Checks the memory operand, if there is one, for reading or for writing (then it may be read too). Its index is in {@link #AT}. */
    void check(Instruction i, int width, boolean write) {
        if (i.hasMemory()) {
            if (StackGroup.grouped(i, addressing) && group.covers(running, i.displacement, width / 8)) {
                code.load(GROUP).add(group.offset(running, i.displacement)).store(AT);
                return;
            }
            address(i);
            check(i.segment, width, write, Effects.windowed(i, addressing), AT);
        }
    }

    /**
     * Checks the memory operand for reading, one of two parts, {@code width} bits and behind them {@code second}: their offsets wrap each on its own, so an
     * operand at the end of 16 bits is the interpreter's.
     */
    void checkParts(Instruction i, int width, int second) {
        if (i.addressSize == 16) {
            address(i);
            code.constant(0x10000 - (width + second) / 8).jump(IF_ICMPGT, miss());
        }
        check(i, width + second, false);
    }

    /** Checks the access to the offset on the stack and leaves its index in local {@code at}. */
    void check(int segment, int width, boolean write, boolean window, int at) {
        if (!addressing.flat(segment)) {
            accesses.checkInSegment(segment, width, write, at, miss());
        } else if (window) {
            accesses.checkStack(width, write, at, miss());
        } else {
            accesses.check(width, write, at, miss());
        }
    }

    /** Value of the memory operand that was checked, zero-extended. */
    void memory(int width, int at) {
        accesses.load(width, at);
    }

    /** Writes what is on the stack to the memory operand that was checked. */
    void setMemory(int width, int at) {
        accesses.store(width, at);
    }

    /** Value of operand 0, 1 or 2, zero-extended; memory must have been checked. */
    void operand(Instruction i, int number) {
        OperandKind kind = number == 0 ? i.kind0 : number == 1 ? i.kind1 : i.kind2;
        int register = number == 0 ? i.register0 : number == 1 ? i.register1 : i.register2;
        int width = number == 0 ? i.width0 : number == 1 ? i.width1 : i.width2;
        switch (kind) {
            case REGISTER -> register(register, width);
            case MEMORY -> memory(width, AT);
            case IMMEDIATE, CONSTANT -> code.constant(i.immediate & -1 >>> 32 - (width == 0 ? 32 : width));
            default -> throw new IllegalStateException("operand " + kind);
        }
    }

    /** Writes what is on the stack to operand 0. */
    void setOperand0(Instruction i) {
        if (i.kind0 == OperandKind.REGISTER) {
            setRegister(i.register0, i.width0);
        } else {
            setMemory(i.width0, AT);
        }
    }

    /** Checks access to the 32 or 16 bits at ESP + {@code displacement}; the index is in {@link #STACK_AT}. */
    void checkStack(int displacement, int width, boolean write) {
        if (group.covers(running, displacement, width / 8)) {
            code.load(GROUP).add(group.offset(running, displacement)).store(STACK_AT);
            return;
        }
        code.load(REGISTER + Registers.ESP).add(displacement);
        wrap(stackBits());
        check(Registers.SS, width, write, addressing.flatStack(), STACK_AT);
    }

    private int stackBits() {
        return addressing.wideStack() ? 32 : 16;
    }

    /** ESP or SP. */
    void setStackPointer() {
        setRegister(Registers.ESP, stackBits());
    }

    /** Value of {@code register} as an offset in the stack segment. */
    void stackOffset(int register) {
        register(register, stackBits());
    }

    void moveStackPointer(int by) {
        code.load(REGISTER + Registers.ESP).add(by);
        setStackPointer();
    }
}

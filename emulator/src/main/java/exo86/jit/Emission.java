package exo86.jit;

import static org.objectweb.asm.Opcodes.*;

import exo86.isa.Instruction;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes the class of one region. The state of the guest is in int locals at fixed places; emitters of instructions use what stands here.
 *
 * <p>The order inside an instruction: first the checks of all its accesses, which may leave; then flags, memory, registers. At a label of the guest's
 * the operand stack is empty and all locals are ints, so that one frame describes every label.
 */
final class Emission {
    static final int BUDGET = 1, DEPTH = 2, ENTRY = 3, REGISTER = 4, FLAG_OP = 12, FLAG_A = 13, FLAG_B = 14, FLAG_RESULT = 15;
    static final int WINDOW = 16, WINDOW_RAM = 17;
    /** EIP of an exit; the entry's number is not needed any more. */
    private static final int PC = ENTRY;
    /** Index in memory of the operand, and of the stack access, once they are checked. */
    static final int AT = 18, STACK_AT = 19;
    static final int T0 = 20, T1 = 21, T2 = 22;
    /** Address of a stack access until its index is known. */
    static final int ADDRESS = 23;
    private static final int INTS = 24;
    /** A long, never alive at a label but the way back. */
    static final int LONG = 24;

    private static final String REGION = "exo86/jit/Region", LINK = "exo86/jit/Link", NAME = "exo86/jit/R";
    private static final String LINK_TYPE = "L" + LINK + ";";
    private static final String[] FIELDS = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};

    private static final Object LONG_TYPE = org.objectweb.asm.Opcodes.LONG;

    final Code code;
    final FlagEmission flags;
    private final AccessEmission accesses;
    private final ControlFlow flow;
    final Addressing addressing;
    private final List<BasicBlock> blocks;
    /**
     * Where control may enter: the start alone. With the heads of inner loops and return points as entries too, the outer loops would have two
     * entries each, for which HotSpot's second compiler does little: sieve, hash and qsort of cpu.elf took 1.1 to 1.4 times as long.
     */
    private final List<BasicBlock> entries = new ArrayList<>();
    private final ClassWriter classes = new ClassWriter(0);
    private final MethodVisitor method;
    private final Map<Integer, Integer> links = new LinkedHashMap<>();
    private final List<Runnable> outside = new ArrayList<>();
    private final List<Exit> exits = new ArrayList<>();
    /** The line number of what stands behind the last step. */
    static final int OUTSIDE = 65535;
    /** Steps get line numbers, for {@link Listing}. */
    boolean numbered;
    private int number;
    /** Where a result of other regions goes, and where an entry is chosen. */
    private final Label back = new Label(), again = new Label();
    private boolean comesBack;
    private boolean framed;
    private int size;

    // where emission is
    private BasicBlock block, following;
    private int index;
    private Label miss;
    private int dirty;
    private boolean flagsDirty;

    /** A way out before an instruction: it shares its spills with others. */
    private record Exit(Label label, int eip, int addBack, int dirty, int loaded, boolean flags) { }

    Emission(ControlFlow flow, Collection<BasicBlock> blocks, Addressing addressing, boolean unchecked) {
        this.flow = flow;
        this.addressing = addressing;
        this.blocks = List.copyOf(blocks);
        entries.add(flow.entry);
        classes.visit(V21, ACC_FINAL | ACC_SUPER, NAME, null, REGION, null);
        method = classes.visitMethod(ACC_PUBLIC | ACC_FINAL, "run", "(III)J", null, null);
        code = new Code(method);
        flags = new FlagEmission(code);
        accesses = new AccessEmission(this, NAME, unchecked);
    }

    /** The class file. */
    byte[] write() {
        method.visitCode();
        enter();
        for (int k = 0; k < blocks.size(); k++) {
            following = k + 1 < blocks.size() ? blocks.get(k + 1) : null;
            write(blocks.get(k));
        }
        number(OUTSIDE);
        for (int k = 0; k < outside.size(); k++) {
            outside.get(k).run();
        }
        writeExits();
        writeReturn();
        Label end = new Label();
        method.visitLabel(end);
        size = end.getOffset();
        method.visitMaxs(10, LONG + 2);
        method.visitEnd();
        writeConstruction();
        classes.visitEnd();
        return classes.toByteArray();
    }

    /**
     * What ran outside has come back, its result on the stack: control goes on here if it stopped at an entry of this region and the budget lasts,
     * else further back. So a loop over two regions does not end at the dispatcher each time that the depth is used up.
     */
    private void writeReturn() {
        if (!comesBack) {
            return;
        }
        method.visitLabel(back);
        Object[] locals = new Object[INTS];
        java.util.Arrays.fill(locals, INTEGER);
        locals[0] = TOP;
        method.visitFrame(F_FULL, INTS, locals, 1, new Object[] {LONG_TYPE});
        method.visitVarInsn(LSTORE, LONG);
        method.visitVarInsn(LLOAD, LONG);
        code.constant(32).op(LSHR).op(L2I).store(BUDGET);
        int[] keys = entries.stream().mapToInt(entry -> entry.eip).sorted().toArray();
        Label[] labels = new Label[keys.length];
        java.util.Arrays.setAll(labels, k -> new Label());
        Label further = new Label();
        method.visitVarInsn(LLOAD, LONG);
        code.op(L2I);
        method.visitLookupSwitchInsn(further, keys, labels);
        for (int k = 0; k < keys.length; k++) {
            BasicBlock entry = flow.block(keys[k]);
            method.visitLabel(labels[k]);
            longFrame();
            code.load(BUDGET).constant(entry.cost).jump(IF_ICMPLT, further).constant(entries.indexOf(entry)).store(ENTRY).jump(GOTO, again);
        }
        method.visitLabel(further);
        longFrame();
        method.visitVarInsn(LLOAD, LONG);
        method.visitInsn(LRETURN);
    }

    private void longFrame() {
        Object[] locals = new Object[INTS + 1];
        java.util.Arrays.fill(locals, INTEGER);
        locals[0] = TOP;
        locals[LONG] = LONG_TYPE;
        method.visitFrame(F_FULL, locals.length, locals, 0, new Object[0]);
    }

    /** Bytes of bytecode. */
    int size() {
        return size;
    }

    /** Where control may enter, the start first. */
    List<BasicBlock> entries() {
        return entries;
    }

    /** Target EIP of each link, in the order of the array that the class initialiser takes. */
    int[] links() {
        return links.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    // ---- the method's start

    private void enter() {
        Label[] ways = new Label[entries.size()];
        java.util.Arrays.setAll(ways, k -> new Label());
        for (int local = REGISTER; local < INTS; local++) {
            code.constant(0).store(local);
        }
        // entries beside the start come from outside only, so they need not be fast
        label(again);
        if (ways.length > 1) {
            code.load(ENTRY);
            method.visitTableSwitchInsn(1, ways.length - 1, ways[0], java.util.Arrays.copyOfRange(ways, 1, ways.length));
        }
        for (int k = ways.length - 1; k >= 0; k--) {
            BasicBlock entry = entries.get(k);
            label(ways[k]);
            Label fits = new Label();
            code.load(BUDGET).constant(entry.cost).op(ISUB).load(DEPTH).op(IOR).jump(IFGE, fits);
            code.load(BUDGET).constant(entry.eip).bridge("result", "(II)J").op(LRETURN);
            label(fits);
            load(entry.needs);
            if (k > 0 || blocks.getFirst() != entry) {
                code.jump(GOTO, entry.label);
            }
        }
    }

    /** Loads registers, flags, the stack window. */
    private void load(int what) {
        for (int r = 0; r < 8; r++) {
            if ((what >> r & 1) != 0) {
                code.cpu().field(FIELDS[r]).store(REGISTER + r);
            }
        }
        if ((what & Step.FLAGS) != 0) {
            code.cpu().field("flagOp").store(FLAG_OP).cpu().field("flagA").store(FLAG_A).cpu().field("flagB").store(FLAG_B)
                .cpu().field("flagResult").store(FLAG_RESULT);
        }
        if ((what & Step.WINDOW) != 0) {
            code.load(REGISTER + 4).bridge("window", "(I)I").store(WINDOW).load(REGISTER + 4).bridge("windowRam", "(I)I").store(WINDOW_RAM);
        }
    }

    private void label(Label label) {
        method.visitLabel(label);
        if (framed) {
            method.visitFrame(F_SAME, 0, null, 0, null);
        } else {
            Object[] locals = new Object[INTS];
            java.util.Arrays.fill(locals, INTEGER);
            locals[0] = TOP;
            method.visitFrame(F_FULL, INTS, locals, 0, new Object[0]);
            framed = true;
        }
    }

    /** A label inside an instruction, with an empty operand stack. */
    void inner(Label label) {
        label(label);
    }

    /** Code that is seldom reached, after everything else: {@code body} begins with a label and ends with a jump. */
    void aside(Runnable body) {
        outside.add(body);
    }

    // ---- blocks

    private void number(int line) {
        if (numbered) {
            Label here = new Label();
            method.visitLabel(here);
            method.visitLineNumber(line, here);
        }
    }

    private void write(BasicBlock current) {
        block = current;
        dirty = current.dirty;
        flagsDirty = current.flagsDirty;
        label(current.label);
        if (current.head) {
            Label out = exit(current.eip, 0, current.steps.getFirst());
            code.load(BUDGET).constant(current.cost).jump(IF_ICMPLT, out);
        }
        method.visitIincInsn(BUDGET, -current.steps.size());
        for (index = 0; index < current.steps.size(); index++) {
            Step step = current.steps.get(index);
            miss = null;
            number(++number);
            step.emitter.emit(this, step);
            dirty |= step.writes & Step.REGISTERS;
            flagsDirty |= Liveness.writesFlags(step);
        }
        if (!ControlFlow.transfers(current.last())) {
            flowTo(current.next, 0);
        }
    }

    /** Goes on at {@code eip}, with registers {@code written} by the running instruction: nothing to do if its block stands next. */
    void flowTo(int eip, int written) {
        BasicBlock target = flow.block(eip);
        if (target == null) {
            leave(eip, dirty | written, flagsDirty);
        } else if (target != following) {
            code.jump(GOTO, target.label);
        }
    }

    /** For a transfer's emitter: goes on at the instruction after it. */
    void flowOn(int written) {
        flowTo(block.next, written);
    }

    /** Jumps to the block of the region whose address is in {@code local}, if it is one of those that an indirect jump is likely to go to. */
    void select(int local) {
        int[] known = java.util.Arrays.stream(block.table).filter(eip -> flow.block(eip) != null).toArray();
        if (known.length > 0) {
            Label none = new Label();
            Label[] labels = java.util.Arrays.stream(known).mapToObj(eip -> flow.block(eip).label).toArray(Label[]::new);
            code.load(local);
            method.visitLookupSwitchInsn(none, known, labels);
            label(none);
        }
    }

    /** Where to jump to get to {@code eip}, in the region or out of it. {@code written}: registers that the running instruction has changed. */
    Label way(int eip, int written) {
        BasicBlock target = flow.block(eip);
        if (target != null) {
            return target.label;
        }
        Label label = new Label();
        int spilled = dirty | written;
        boolean withFlags = flagsDirty;
        outside.add(() -> {
            label(label);
            leave(eip, spilled, withFlags);
        });
        return label;
    }

    // ---- leaving

    private void spill(int registers, boolean withFlags) {
        for (int r = 0; r < 8; r++) {
            if ((registers >> r & 1) != 0) {
                code.cpu().load(REGISTER + r).setField(FIELDS[r]);
            }
        }
        if (withFlags) {
            code.load(FLAG_OP).load(FLAG_A).load(FLAG_B).load(FLAG_RESULT).bridge("flags", "(IIII)V");
        }
    }

    /** For a transfer's emitter: spills all that is dirty, and what the running instruction has {@code written}. */
    void spill(int written) {
        spill(dirty | written, flagsDirty);
    }

    private void leave(int eip, int registers, boolean withFlags) {
        spill(registers, withFlags);
        runLink(eip);
        comeBack();
    }

    private void comeBack() {
        comesBack = true;
        code.jump(GOTO, back);
    }

    /** Runs what stands at {@code eip}, a long on the stack. */
    private void runLink(int eip) {
        int link = links.computeIfAbsent(eip, target -> links.size());
        if (outsidePage(eip)) {
            // another page: its translation may have changed since the link was bound
            pushLink(link);
            code.constant(eip + addressing.codeBase() >>> 12).bridge("leading", "(" + LINK_TYPE + "I)L" + REGION + ";");
        } else {
            pushLink(link);
            method.visitFieldInsn(GETFIELD, LINK, "target", "L" + REGION + ";");
        }
        code.load(BUDGET).load(DEPTH).constant(1).op(ISUB);
        pushLink(link);
        method.visitFieldInsn(GETFIELD, LINK, "entry", "I");
        method.visitMethodInsn(INVOKEVIRTUAL, REGION, "run", "(III)J", false);
    }

    private boolean outsidePage(int eip) {
        return (eip ^ flow.entry.eip) >>> 12 != 0;
    }

    private void pushLink(int link) {
        method.visitFieldInsn(GETSTATIC, NAME, "l" + link, LINK_TYPE);
    }

    /** A call of {@code eip}, or of the computed address in {@link #T0} if {@code direct} is false; everything is spilled. */
    void call(int eip, boolean direct) {
        if (direct) {
            runLink(eip);
        } else {
            code.load(T0).load(BUDGET).load(DEPTH).constant(1).op(ISUB).bridge(go(), "(III)J");
        }
        BasicBlock returned = flow.block(block.next);
        if (returned == null) {
            comeBack();
            return;
        }
        comesBack = true;
        Label elsewhere = new Label();
        method.visitVarInsn(LSTORE, LONG);
        method.visitVarInsn(LLOAD, LONG);
        code.op(L2I).constant(returned.eip).jump(IF_ICMPNE, elsewhere);
        method.visitVarInsn(LLOAD, LONG);
        code.constant(32).op(LSHR).op(L2I).op(DUP).store(BUDGET).constant(returned.cost).jump(IF_ICMPLT, elsewhere);
        load(returned.needs);
        flowTo(returned.eip, 0);
        aside(() -> {
            method.visitLabel(elsewhere);
            longFrame();
            method.visitVarInsn(LLOAD, LONG);
            code.jump(GOTO, back);
            framed = false;
        });
    }

    /** Returns to the caller with EIP from {@code local}; everything is spilled. */
    void leaveTo(int local) {
        code.load(BUDGET).load(local).bridge("result", "(II)J").op(LRETURN);
    }

    /** Continues at the computed EIP in {@code local}; everything is spilled. */
    void goTo(int local) {
        code.load(local).load(BUDGET).load(DEPTH).constant(1).op(ISUB).bridge(go(), "(III)J");
        comeBack();
    }

    private String go() {
        return addressing.codeBase() == 0 ? "go" : "goInSegment";
    }

    /** Where control may not go beyond a limit: leaves before the instruction if EIP in {@code local} is above it. */
    void checkTarget(int local) {
        if (addressing.codeLimit() != -1) {
            code.load(local).add(Integer.MIN_VALUE).constant(addressing.codeLimit() + Integer.MIN_VALUE).jump(IF_ICMPGT, miss());
        }
    }

    /** The way out before the running instruction, for the interpreter to execute it. */
    Label miss() {
        if (miss == null) {
            Step step = block.steps.get(index);
            miss = exit(step.eip, block.steps.size() - index, step);
        }
        return miss;
    }

    private Label exit(int eip, int addBack, Step before) {
        Label label = new Label();
        exits.add(new Exit(label, eip, addBack, dirty, dirty | before.loaded, flagsDirty));
        return label;
    }

    /** Exits whose spills can be shared: what is dirty at one must be valid at the others. */
    private void writeExits() {
        List<Exit> rest = new ArrayList<>(exits);
        while (!rest.isEmpty()) {
            List<Exit> group = new ArrayList<>();
            int spilled = 0;
            int valid = Step.REGISTERS;
            boolean withFlags = rest.getFirst().flags;
            for (Exit exit : rest) {
                int union = spilled | exit.dirty;
                int both = valid & exit.loaded;
                if (exit.flags == withFlags && (union & ~both) == 0) {
                    group.add(exit);
                    spilled = union;
                    valid = both;
                }
            }
            rest.removeAll(group);
            Label common = new Label();
            for (Exit exit : group) {
                label(exit.label);
                if (exit.addBack != 0) {
                    method.visitIincInsn(BUDGET, exit.addBack);
                }
                code.constant(exit.eip).store(PC);
                if (exit != group.getLast()) {
                    code.jump(GOTO, common);
                }
            }
            label(common);
            spill(spilled, withFlags);
            code.load(BUDGET).load(PC).bridge("missed", "(II)J").op(LRETURN);
        }
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
        wrap(i.addressSize);
    }

    /** What is on the stack becomes an offset of 16 or 32 bits. */
    private void wrap(int bits) {
        code.and(bits == 16 ? 0xFFFF : -1);
    }

    /** Checks the memory operand, if there is one, for reading or for writing (then it may be read too). Its index is in {@link #AT}. */
    void check(Instruction i, int width, boolean write) {
        if (i.hasMemory()) {
            address(i);
            check(i.segment, width, write, Effects.windowed(i, addressing), AT);
        }
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

    // ---- the class around the method

    private void writeConstruction() {
        MethodVisitor constructor = classes.visitMethod(ACC_PRIVATE, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, REGION, "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
        MethodVisitor start = classes.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        start.visitCode();
        start.visitFieldInsn(GETSTATIC, "exo86/jit/Bridge", "WIRING", "Lexo86/jit/Wiring;");
        start.visitInsn(DUP);
        start.visitFieldInsn(GETFIELD, "exo86/jit/Wiring", "links", "[" + LINK_TYPE);
        start.visitVarInsn(ASTORE, 0);
        accesses.initialise(classes, start);
        for (int k = 0; k < links.size(); k++) {
            classes.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, "l" + k, LINK_TYPE, null, null).visitEnd();
            start.visitVarInsn(ALOAD, 0);
            new Code(start).constant(k);
            start.visitInsn(AALOAD);
            start.visitFieldInsn(PUTSTATIC, NAME, "l" + k, LINK_TYPE);
        }
        start.visitTypeInsn(NEW, NAME);
        start.visitInsn(DUP);
        start.visitMethodInsn(INVOKESPECIAL, NAME, "<init>", "()V", false);
        start.visitFieldInsn(PUTFIELD, "exo86/jit/Wiring", "created", "L" + REGION + ";");
        start.visitInsn(RETURN);
        start.visitMaxs(4, 1);
        start.visitEnd();
    }
}

package exo86.cpu;

import exo86.mmu.Fault;
import exo86.mmu.Memory;

/**
 * Far jumps, calls and returns, IRET, and call gates (SDM 3A 5.8).
 *
 * <p>Invariant: all reads, checks and pushes come before the first change of a register.
 */
final class FarTransfers {
    private static final int CALL_GATE_16 = 4, TASK_GATE = 5, CALL_GATE_32 = 12;

    private final Cpu cpu;
    private final Access access;
    private final Descriptors descriptors;
    private final Tasks tasks;
    private final TaskSwitch taskSwitch;
    private final Segment inner = new Segment("ss");

    FarTransfers(Cpu cpu, Access access, Descriptors descriptors, Tasks tasks) {
        this.taskSwitch = new TaskSwitch(cpu, descriptors);
        this.cpu = cpu;
        this.access = access;
        this.descriptors = descriptors;
        this.tasks = tasks;
    }

    /** Real-mode and virtual-8086 code segments. */
    private void enterReal(int selector, int offset) {
        checkOffsetReal(offset);
        if (cpu.virtual8086()) {
            Descriptors.loadVirtual(cpu.cs, selector);
        } else {
            cpu.cs.setReal(selector);
        }
        cpu.nextEip = offset;
        cpu.stateChanged();
    }

    private void checkOffsetReal(int offset) {
        if (Integer.compareUnsigned(offset, cpu.virtual8086() ? 0xFFFF : cpu.cs.limit) > 0) {
            throw cpu.generalProtection();
        }
    }

    /** Loads CS from the descriptor just fetched, at {@code level}. */
    private void enter(int selector, int offset, int level) {
        loadCode(selector, offset, level);
        cpu.stateChanged();
    }

    /** {@link #enter} for one who has more to change and calls {@link Cpu#stateChanged()} then. */
    private void loadCode(int selector, int offset, int level) {
        if (Integer.compareUnsigned(offset, Descriptors.limit(descriptors.low, descriptors.high)) > 0) {
            throw cpu.generalProtection();
        }
        descriptors.markAccessed();
        cpu.cpl = level;
        descriptors.install(cpu.cs, selector & ~3 | level);
        cpu.nextEip = offset;
    }

    /** The checks of a direct transfer to a code segment at the same level; the descriptor is fetched. */
    private void checkDirect(int selector) {
        int high = descriptors.high;
        int code = selector & 0xFFFC;
        boolean conforming = (high & Segment.CONFORMING) != 0;
        boolean allowed = conforming ? Descriptors.dpl(high) <= cpu.cpl : (selector & 3) <= cpu.cpl && Descriptors.dpl(high) == cpu.cpl;
        if (!allowed) {
            throw cpu.raise(Fault.GP, code);
        }
        if ((high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, code);
        }
    }

    private void fetchTarget(int selector) {
        if (Descriptors.isNull(selector)) {
            throw cpu.generalProtection();
        }
        if (!descriptors.fetch(selector)) {
            throw cpu.raise(Fault.GP, selector & 0xFFFC);
        }
    }

    void jump(int selector, int offset) {
        if (!cpu.descriptorMode()) {
            enterReal(selector, offset);
            return;
        }
        fetchTarget(selector);
        if (Descriptors.isCode(descriptors.high)) {
            checkDirect(selector);
            enter(selector, offset, cpu.cpl);
            return;
        }
        int type = checkGate(selector);
        if (type != CALL_GATE_16 && type != CALL_GATE_32) {
            taskSwitch.transfer(selector, false);
            return;
        }
        int target = descriptors.low >>> 16;
        int targetOffset = gateOffset(type);
        fetchGateTarget(target);
        int high = descriptors.high;
        boolean conforming = (high & Segment.CONFORMING) != 0;
        if (conforming ? Descriptors.dpl(high) > cpu.cpl : Descriptors.dpl(high) != cpu.cpl) {
            throw cpu.raise(Fault.GP, target & 0xFFFC);
        }
        if ((high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, target & 0xFFFC);
        }
        enter(target, targetOffset, cpu.cpl);
    }

    /** The checks of a gate or TSS as target; its type. */
    private int checkGate(int selector) {
        int type = Descriptors.systemType(descriptors.high);
        boolean known = type == CALL_GATE_16 || type == CALL_GATE_32 || type == TASK_GATE || type == 1 || type == 9;
        if (!known || Descriptors.dpl(descriptors.high) < Math.max(cpu.cpl, selector & 3)) {
            throw cpu.raise(Fault.GP, selector & 0xFFFC);
        }
        if ((descriptors.high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, selector & 0xFFFC);
        }
        return type;
    }

    private int gateOffset(int type) {
        return type == CALL_GATE_32 ? descriptors.low & 0xFFFF | descriptors.high & 0xFFFF0000 : descriptors.low & 0xFFFF;
    }

    private void fetchGateTarget(int target) {
        fetchTarget(target);
        if (!Descriptors.isCode(descriptors.high)) {
            throw cpu.raise(Fault.GP, target & 0xFFFC);
        }
    }

    void call(int selector, int offset, int width) {
        int esp = cpu.esp;
        if (!cpu.descriptorMode()) {
            try {
                access.push(cpu.cs.selector, width);
                access.push(cpu.nextEip, width);
                checkOffsetReal(offset);
            } catch (Fault fault) {
                cpu.esp = esp;
                throw fault;
            }
            enterReal(selector, offset);
            return;
        }
        fetchTarget(selector);
        if (Descriptors.isCode(descriptors.high)) {
            checkDirect(selector);
            callSameLevel(selector, offset, width);
            return;
        }
        int type = checkGate(selector);
        if (type == CALL_GATE_16 || type == CALL_GATE_32) {
            callGate(type);
        } else {
            taskSwitch.transfer(selector, true);
        }
    }

    private void callSameLevel(int selector, int offset, int width) {
        int esp = cpu.esp;
        int low = descriptors.low;
        int high = descriptors.high;
        int address = descriptors.address;
        int returnEip = cpu.nextEip;
        try {
            access.push(cpu.cs.selector, width);
            access.push(returnEip, width);
            descriptors.low = low;
            descriptors.high = high;
            descriptors.address = address;
            enter(selector, offset, cpu.cpl);
        } catch (Fault fault) {
            cpu.esp = esp;
            throw fault;
        }
    }

    private void callGate(int type) {
        int width = type == CALL_GATE_32 ? 32 : 16;
        int parameters = descriptors.high & 31;
        int target = descriptors.low >>> 16;
        int offset = gateOffset(type);
        fetchGateTarget(target);
        int high = descriptors.high;
        int low = descriptors.low;
        int address = descriptors.address;
        if (Descriptors.dpl(high) > cpu.cpl) {
            throw cpu.raise(Fault.GP, target & 0xFFFC);
        }
        if ((high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, target & 0xFFFC);
        }
        int level = Descriptors.dpl(high);
        if ((high & Segment.CONFORMING) != 0 || level == cpu.cpl) {
            callSameLevel(target, offset, width);
            return;
        }
        callInner(low, high, address, target, offset, level, width, parameters);
    }

    private void callInner(int low, int high, int address, int target, int offset, int level, int width, int parameters) {
        int pointer = tasks.stackPointer(level, 0);
        int selector = tasks.stackSelector;
        descriptors.checkStack(selector, level, Fault.TS, 0);
        int stackHigh = descriptors.high;
        int stackAddress = descriptors.address;
        descriptors.install(inner, selector);
        int bytes = width >>> 3;
        int[] copied = new int[parameters];
        for (int k = 0; k < parameters; k++) {
            copied[k] = access.peek(k * bytes, width);
        }
        if (Integer.compareUnsigned(offset, Descriptors.limit(low, high)) > 0) {
            throw cpu.generalProtection();
        }
        cpu.mmu.user(level == 3);
        int top = pointer;
        try {
            top = pushInner(top, cpu.ss.selector, width);
            top = pushInner(top, cpu.esp, width);
            for (int k = parameters - 1; k >= 0; k--) {
                top = pushInner(top, copied[k], width);
            }
            top = pushInner(top, cpu.cs.selector, width);
            top = pushInner(top, cpu.nextEip, width);
            descriptors.high = stackHigh;
            descriptors.address = stackAddress;
            descriptors.markAccessed();
        } catch (Fault fault) {
            cpu.mmu.user(cpu.cpl == 3);
            throw fault;
        }
        cpu.ss.set(selector, inner.base, inner.limit, inner.rights | Segment.ACCESSED, true);
        cpu.esp = inner.big ? top : cpu.esp & ~0xFFFF | top & 0xFFFF;
        descriptors.low = low;
        descriptors.high = high;
        descriptors.address = address;
        enter(target, offset, level);
        descriptors.wakeSegments();
        cpu.stateChanged();
    }

    private int pushInner(int top, int value, int width) {
        int bytes = width >>> 3;
        int offset = inner.big ? top - bytes : top - bytes & 0xFFFF;
        if (!inner.contains(offset, bytes)) {
            throw cpu.raise(Fault.SS, inner.selector & 0xFFFC);
        }
        access.store(inner.base + offset, width, value);
        return offset;
    }

    // ---- returns

    /** RET far with {@code released} bytes of parameters. */
    void returnFar(int width, int released) {
        int bytes = width >>> 3;
        // CS first, and of its place on the stack only the word that is used: so do processors
        int selector = access.peek(bytes, 16);
        int offset = access.peek(0, width);
        if (!cpu.descriptorMode()) {
            checkOffsetReal(offset);
            access.setStackPointer(access.stackOffset(2 * bytes + released));
            enterReal(selector, offset);
            return;
        }
        int level = selector & 3;
        checkReturnTarget(selector, level);
        if (level == cpu.cpl) {
            int after = access.stackOffset(2 * bytes + released);
            enter(selector, offset, level);
            access.setStackPointer(after);
            return;
        }
        int esp = access.peek(2 * bytes + released, width);
        int ss = access.peek(3 * bytes + released, width) & 0xFFFF;
        returnOuter(selector, offset, level, ss, esp, width);
        access.setStackPointer(access.stackOffset(released));
        cpu.stateChanged();
    }

    private void checkReturnTarget(int selector, int level) {
        fetchTarget(selector);
        int high = descriptors.high;
        int code = selector & 0xFFFC;
        boolean conforming = (high & Segment.CONFORMING) != 0;
        if (level < cpu.cpl || !Descriptors.isCode(high) || (conforming ? Descriptors.dpl(high) > level : Descriptors.dpl(high) != level)) {
            throw cpu.raise(Fault.GP, code);
        }
        if ((high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, code);
        }
    }

    /** To a less privileged level, with its stack; the target's descriptor is fetched. The caller calls {@link Cpu#stateChanged()}. */
    private void returnOuter(int selector, int offset, int level, int ss, int esp, int width) {
        int low = descriptors.low;
        int high = descriptors.high;
        int address = descriptors.address;
        descriptors.checkStack(ss, level, Fault.GP, 0);
        if (Integer.compareUnsigned(offset, Descriptors.limit(low, high)) > 0) {
            throw cpu.generalProtection();
        }
        descriptors.markAccessed();
        descriptors.install(inner, ss);
        descriptors.low = low;
        descriptors.high = high;
        descriptors.address = address;
        descriptors.markAccessed();
        cpu.ss.set(ss, inner.base, inner.limit, inner.rights, true);
        cpu.esp = inner.big ? esp : cpu.esp & ~0xFFFF | esp & 0xFFFF;
        loadCode(selector, offset, level);
        descriptors.dropInaccessible();
    }

    /** IRET (SDM 2A): in real mode, in virtual-8086 mode, within a level, to an outer level, into virtual-8086 mode, to another task. */
    void interruptReturn(int width) {
        int bytes = width >>> 3;
        cpu.nmiBlocked = false;
        if (cpu.virtual8086() && cpu.iopl() < 3) {
            virtualReturn(width);
            return;
        }
        if (cpu.descriptorMode() && (cpu.systemFlags & Flags.NT) != 0) {
            taskSwitch.back();
            return;
        }
        int frame = width == 32 ? flatFrame(12) : -1;
        byte[] ram = cpu.memory.bytes;
        // from the top down, as processors do, and of CS only the word that is used
        int flags = frame >= 0 ? (int) Memory.INT.get(ram, frame + 8) : access.peek(2 * bytes, width);
        int selector = frame >= 0 ? (int) Memory.INT.get(ram, frame + 4) & 0xFFFF : access.peek(bytes, 16);
        int offset = frame >= 0 ? (int) Memory.INT.get(ram, frame) : access.peek(0, width);
        if (!cpu.descriptorMode()) {
            checkOffsetReal(offset);
            access.setStackPointer(access.stackOffset(3 * bytes));
            enterReal(selector, offset);
            int kept = (cpu.virtual8086() ? Flags.IOPL | Flags.VM : Flags.VM) | Flags.VIF | Flags.VIP;
            setFlags(flags, width, kept);
            return;
        }
        if (width == 32 && (flags & Flags.VM) != 0 && cpu.cpl == 0) {
            returnToVirtual(offset, selector, flags);
            return;
        }
        int level = selector & 3;
        int cpl = cpu.cpl;
        int kept = (cpl == 0 ? 0 : Flags.IOPL | Flags.VIF | Flags.VIP) | (cpl <= cpu.iopl() ? 0 : Flags.IF) | Flags.VM;
        checkReturnTarget(selector, level);
        if (level == cpl) {
            int after = access.stackOffset(3 * bytes);
            loadCode(selector, offset, level);
            access.setStackPointer(after);
        } else {
            int outer = width == 32 ? flatFrame(20) : -1;
            int esp = outer >= 0 ? (int) Memory.INT.get(ram, outer + 12) : access.peek(3 * bytes, width);
            int ss = (outer >= 0 ? (int) Memory.INT.get(ram, outer + 16) : access.peek(4 * bytes, width)) & 0xFFFF;
            returnOuter(selector, offset, level, ss, esp, width);
        }
        setFlags(flags, width, kept);
    }

    /** RAM offset of the top {@code bytes} of a flat 32-bit stack if they need no closer look, else negative: one look for all words of a frame. */
    private int flatFrame(int bytes) {
        return cpu.ss.flat && cpu.ss.big && !cpu.watching && !cpu.alignmentChecked ? cpu.mmu.readable(cpu.esp, bytes) : -1;
    }

    /** IRET of a virtual-8086 program that has a virtual interrupt flag. */
    private void virtualReturn(int width) {
        if (!cpu.virtualInterrupts() || width == 32) {
            throw cpu.generalProtection();
        }
        int offset = access.peek(0, 16);
        int selector = access.peek(2, 16);
        cpu.setVirtualFlags(access.peek(4, 16));
        access.setStackPointer(access.stackOffset(6));
        enterReal(selector, offset);
    }

    private void setFlags(int flags, int width, int kept) {
        int keep = kept | (width == 16 ? 0xFFFF0000 : 0);
        cpu.setEflags(cpu.systemFlags & keep | flags & ~keep);
    }

    private void returnToVirtual(int offset, int selector, int flags) {
        int[] words = new int[6];
        for (int k = 0; k < 6; k++) {
            words[k] = access.peek(12 + 4 * k, 32);
        }
        if (Integer.compareUnsigned(offset, 0xFFFF) > 0) {
            throw cpu.generalProtection();
        }
        cpu.esp = words[0];
        cpu.cpl = 3;
        Descriptors.loadVirtual(cpu.cs, selector);
        Descriptors.loadVirtual(cpu.ss, words[1]);
        Descriptors.loadVirtual(cpu.es, words[2]);
        Descriptors.loadVirtual(cpu.ds, words[3]);
        Descriptors.loadVirtual(cpu.fs, words[4]);
        Descriptors.loadVirtual(cpu.gs, words[5]);
        cpu.nextEip = offset;
        cpu.setEflags(flags);
    }
}

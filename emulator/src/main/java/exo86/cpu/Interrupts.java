package exo86.cpu;

import exo86.mmu.Fault;
import exo86.mmu.Memory;

/**
 * Delivery of interrupts and exceptions (SDM 3A chapter 6): through the real-mode vector table or the IDT's gates, with a stack switch where
 * the handler is more privileged, and with the rules of double and triple faults.
 *
 * <p>Invariant: until every check has passed and every word is on the stack, no register has changed, so a fault during delivery is itself
 * delivered from the state before.
 */
final class Interrupts {
    private final Cpu cpu;
    private final Descriptors descriptors;
    private final Tasks tasks;
    private final TaskSwitch taskSwitch;
    /** The stack being pushed to, which is SS only if nothing goes wrong. */
    private final Segment stack = new Segment("ss");
    private int stackPointer;
    private int stackError;
    /** Where the descriptor of an inner stack is, and its second word: it is marked as accessed once the stack has taken the frame. */
    private int stackAddress, stackHigh;
    /** What is to be pushed, first word first: at most GS FS DS ES SS ESP EFLAGS CS EIP and an error code. */
    private final int[] frame = new int[10];
    private int words;
    /** First fault, the fault of its delivery, #DF, the fault of that delivery: see {@link #record}. */
    private final FaultRecord[] causes = new FaultRecord[4];
    private int causeCount;

    Interrupts(Cpu cpu) {
        this.cpu = cpu;
        this.descriptors = new Descriptors(cpu);
        this.tasks = new Tasks(cpu);
        this.taskSwitch = new TaskSwitch(cpu, descriptors);
    }

    /** An external interrupt, at a boundary. */
    void interrupt(int vector) {
        cpu.halted = false;
        raise(vector, 0, false, false);
    }

    /** An exception: {@code isFault} sets RF in the EFLAGS image, as all but traps do. EIP is what will be pushed. */
    void exception(int vector, int errorCode, boolean isFault) {
        raise(vector, errorCode, isFault, true);
    }

    /** Set by INT n, INT3 and INTO, which clear TF for themselves too: a single step goes on behind the handler's IRET (SDM 3B 17.3.1.4). */
    boolean entered;

    /**
     * INT n, INT1, INT3 and INTO: part of their instruction, so a fault in here is that instruction's fault, and EIP still points at it. INT1 may be
     * used whatever the gate's DPL is (SDM 2A INT).
     */
    void software(int vector, boolean checked) {
        int at = cpu.eip;
        deliver(vector, 0, false, checked, cpu.nextEip, cpu.eflags());
        cpu.nextEip = cpu.eip;
        cpu.eip = at;
        entered = true;
    }

    /** INT n in virtual-8086 mode with CR4.VME: true if the bitmap sends it to the program's own handler (SDM 3A 20.3.2.1), which is then entered. */
    boolean redirected(int vector) {
        if (!tasks.redirects(vector)) {
            return false;
        }
        int target = cpu.mmu.read32(vector * 4);
        boolean virtualFlag = cpu.iopl() < 3;
        useCurrentStack();
        push(virtualFlag ? cpu.virtualFlags() : cpu.eflags() & 0xFFFF, 16);
        push(cpu.cs.selector, 16);
        push(cpu.nextEip, 16);
        commitStackPointer();
        Descriptors.loadVirtual(cpu.cs, target >>> 16);
        cpu.nextEip = target & 0xFFFF;
        cpu.systemFlags &= ~(Flags.TF | Flags.NT | (virtualFlag ? Flags.VIF : Flags.IF));
        cpu.stateChanged();
        entered = true;
        return true;
    }

    private void raise(int vector, int errorCode, boolean isFault, boolean isException) {
        cpu.time++;
        if (isException && vector == Fault.DB) {
            cpu.debugRegisters[7] &= ~Watchpoints.GD;
        }
        int current = vector;
        int error = errorCode;
        boolean fault = isFault;
        boolean exception = isException;
        causeCount = 0;
        for (;;) {
            if (exception) {
                record(current, error);
            }
            try {
                deliver(current, error, exception && Fault.hasErrorCode(current), false, cpu.eip, cpu.eflags() | (fault ? Flags.RF : 0));
                return;
            } catch (Fault next) {
                int nextVector = next.vector;
                int nextError = next.errorCode;
                if (exception && current == Fault.DF) {
                    causeCount--;
                    record(nextVector, nextError);
                    cpu.shutdown(java.util.Arrays.copyOf(causes, causeCount));
                    return;
                }
                if (exception && doubles(current, nextVector)) {
                    record(nextVector, nextError);
                    nextVector = Fault.DF;
                    nextError = 0;
                }
                current = nextVector;
                error = nextError;
                exception = true;
                fault = true;
            }
        }
    }

    /** Remembers a fault in case the story ends in a shutdown; only the last three matter. */
    private void record(int vector, int errorCode) {
        if (causeCount == causes.length) {
            System.arraycopy(causes, 1, causes, 0, --causeCount);
        }
        causes[causeCount++] = new FaultRecord(vector, errorCode, cpu.cs.selector, cpu.eip, cpu.mmu.faultAddress);
    }

    /** Whether a second exception while the first is delivered makes a double fault (SDM 3A table 6-5). */
    private static boolean doubles(int first, int second) {
        return contributory(first) && contributory(second) || first == Fault.PF && (second == Fault.PF || contributory(second));
    }

    private static boolean contributory(int vector) {
        return vector == Fault.DE || vector >= Fault.TS && vector <= Fault.GP;
    }

    private void deliver(int vector, int errorCode, boolean withError, boolean software, int returnEip, int flags) {
        if (!cpu.protectedMode()) {
            deliverReal(vector, returnEip, flags);
        } else {
            deliverProtected(vector, errorCode, withError, software, returnEip, flags);
        }
    }

    private void deliverReal(int vector, int returnEip, int flags) {
        int at = vector * 4;
        if (at + 3 > cpu.idtLimit) {
            throw cpu.raise(Fault.GP, vector * 8 + 2);
        }
        int target = cpu.mmu.systemRead32(cpu.idtBase + at);
        useCurrentStack();
        push(flags, 16);
        push(cpu.cs.selector, 16);
        push(returnEip, 16);
        commitStackPointer();
        cpu.cs.setReal(target >>> 16);
        cpu.eip = target & 0xFFFF;
        cpu.systemFlags &= ~(Flags.IF | Flags.TF | Flags.AC | Flags.RF);
        cpu.stateChanged();
    }

    private void deliverProtected(int vector, int errorCode, boolean withError, boolean software, int returnEip, int flags) {
        int external = software ? 0 : 1;
        int gateError = vector * 8 + 2 + external;
        if (Integer.compareUnsigned(vector * 8 + 7, cpu.idtLimit) > 0) {
            throw cpu.raise(Fault.GP, gateError);
        }
        long gate = cpu.mmu.systemRead64(cpu.idtBase + vector * 8);
        int low = (int) gate;
        int high = (int) (gate >>> 32);
        int type = Descriptors.systemType(high);
        boolean isTask = type == 5;
        if (!isTask && type != 6 && type != 7 && type != 14 && type != 15 || software && Descriptors.dpl(high) < cpu.cpl) {
            throw cpu.raise(Fault.GP, gateError);
        }
        if ((high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, gateError);
        }
        if (isTask) {
            taskSwitch.interrupt(low >>> 16, returnEip, flags, withError, errorCode, external);
            return;
        }
        int width = type >= 14 ? 32 : 16;
        int selector = low >>> 16;
        int offset = width == 32 ? low & 0xFFFF | high & 0xFFFF0000 : low & 0xFFFF;
        if (Descriptors.isNull(selector)) {
            throw cpu.raise(Fault.GP, external);
        }
        int codeError = selector & 0xFFFC | external;
        if (!descriptors.fetch(selector) || !Descriptors.isCode(descriptors.high) || Descriptors.dpl(descriptors.high) > cpu.cpl) {
            throw cpu.raise(Fault.GP, codeError);
        }
        if ((descriptors.high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, codeError);
        }
        int codeLow = descriptors.low;
        int codeHigh = descriptors.high;
        int codeAddress = descriptors.address;
        boolean conforming = (codeHigh & Segment.CONFORMING) != 0;
        int level = conforming ? cpu.cpl : Descriptors.dpl(codeHigh);
        boolean inner = level < cpu.cpl;
        boolean fromVirtual = cpu.virtual8086();
        if (fromVirtual && level != 0) {
            throw cpu.raise(Fault.GP, codeError);
        }
        if (Integer.compareUnsigned(offset, Descriptors.limit(codeLow, codeHigh)) > 0) {
            throw cpu.raise(Fault.GP, external);
        }
        if (inner) {
            useInnerStack(level, external);
        } else {
            useCurrentStack();
        }
        words = 0;
        if (fromVirtual) {
            frame[words++] = cpu.gs.selector;
            frame[words++] = cpu.fs.selector;
            frame[words++] = cpu.ds.selector;
            frame[words++] = cpu.es.selector;
        }
        if (inner) {
            frame[words++] = cpu.ss.selector;
            frame[words++] = cpu.esp;
        }
        frame[words++] = flags;
        frame[words++] = cpu.cs.selector;
        frame[words++] = returnEip;
        if (withError) {
            frame[words++] = errorCode;
        }
        if ((codeHigh & stack.rights & Segment.ACCESSED) == 0 || width != 32 || !pushAtOnce(level == 3)) {
            cpu.mmu.user(level == 3);
            try {
                for (int k = 0; k < words; k++) {
                    push(frame[k], width);
                }
                if (inner) {
                    descriptors.address = stackAddress;
                    descriptors.high = stackHigh;
                    descriptors.markAccessed();
                }
                descriptors.address = codeAddress;
                descriptors.low = codeLow;
                descriptors.high = codeHigh;
                descriptors.markAccessed();
            } catch (Fault fault) {
                cpu.mmu.user(cpu.cpl == 3);
                throw fault;
            }
        }
        if (fromVirtual) {
            cpu.gs.setNull(0);
            cpu.fs.setNull(0);
            cpu.ds.setNull(0);
            cpu.es.setNull(0);
        }
        if (inner) {
            cpu.ss.set(stack.selector, stack.base, stack.limit, stack.rights | Segment.ACCESSED, true);
            cpu.esp = stack.big ? stackPointer : cpu.esp & ~0xFFFF | stackPointer & 0xFFFF;
        } else {
            commitStackPointer();
        }
        cpu.cpl = level;
        if (inner) {
            descriptors.wakeSegments();
        }
        cpu.cs.set(selector & ~3 | level, Descriptors.base(codeLow, codeHigh), Descriptors.limit(codeLow, codeHigh), codeHigh | Segment.ACCESSED, true);
        cpu.eip = offset;
        int cleared = Flags.TF | Flags.VM | Flags.RF | Flags.NT;
        cpu.systemFlags &= ~((type & 1) == 0 ? cleared | Flags.IF : cleared);
        cpu.stateChanged();
    }

    // ---- the stack being pushed to

    private void useCurrentStack() {
        stack.set(cpu.ss.selector, cpu.ss.base, cpu.ss.limit, cpu.ss.rights, cpu.ss.usable);
        stackPointer = cpu.ss.big ? cpu.esp : cpu.esp & 0xFFFF;
        stackError = 0;
    }

    private void useInnerStack(int level, int external) {
        int pointer = tasks.stackPointer(level, external);
        int selector = tasks.stackSelector;
        descriptors.checkStack(selector, level, Fault.TS, external);
        stackHigh = descriptors.high;
        stackAddress = descriptors.address;
        descriptors.install(stack, selector);
        stackPointer = stack.big ? pointer : pointer & 0xFFFF;
        stackError = selector & 0xFFFC | external;
    }

    private void push(int value, int width) {
        int bytes = width >>> 3;
        int offset = stack.big ? stackPointer - bytes : stackPointer - bytes & 0xFFFF;
        if (!stack.writable || !stack.contains(offset, bytes)) {
            throw cpu.raise(Fault.SS, stackError);
        }
        if (width == 32) {
            cpu.mmu.write32(stack.base + offset, value);
        } else {
            cpu.mmu.write16(stack.base + offset, value);
        }
        stackPointer = offset;
    }

    /**
     * Stores the whole frame if it lies in one page of plain memory and inside a flat 32-bit stack, which it nearly always does: one look at the page
     * map instead of one a word. False if {@link #push} has to look closer; then nothing has been stored.
     */
    private boolean pushAtOnce(boolean asUser) {
        int bytes = words * 4;
        int top = stackPointer - bytes;
        if (!stack.flat || !stack.writable || !stack.big || Integer.compareUnsigned(top, stackPointer) > 0) {
            return false;
        }
        int at = cpu.mmu.writable(top, bytes, asUser);
        if (at < 0) {
            return false;
        }
        byte[] ram = cpu.memory.bytes;
        for (int k = words - 1; k >= 0; k--, at += 4) {
            Memory.INT.set(ram, at, frame[k]);
        }
        stackPointer = top;
        return true;
    }

    private void commitStackPointer() {
        cpu.esp = stack.big ? stackPointer : cpu.esp & ~0xFFFF | stackPointer & 0xFFFF;
    }
}

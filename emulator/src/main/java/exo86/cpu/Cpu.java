package exo86.cpu;

import exo86.cpu.fpu.FloatingPointUnit;
import exo86.isa.Instruction;
import exo86.mmu.Fault;
import exo86.mmu.Memory;
import exo86.mmu.Mmu;
import exo86.mmu.StateSink;

/**
 * One processor: all of its state as plain fields, and the loop that takes it from one instruction boundary to the next.
 *
 * <p>The idea: at a boundary either an interrupt is taken, or a decoded block runs until something at its end, or the budget, makes a new
 * boundary worth looking at. Everything rare (single step, interrupt shadow, HLT) sets {@link #special}, so the common boundary
 * costs a few compares. General registers are fields, not an array, so that compiled code can keep them apart from the page maps; the
 * arithmetic flags are lazy, see {@link Flags}.
 *
 * <p>Time (see {@link #time}) moves by one for each retired instruction, string iteration and delivered interrupt or exception. Nothing here
 * depends on the host.
 *
 * <p>Software may change fields from outside between runs, if it calls {@link #stateChanged()} after.
 */
public final class Cpu {
    public static final int CR0_PE = 1, CR0_MP = 2, CR0_EM = 4, CR0_TS = 8, CR0_ET = 16, CR0_NE = 32, CR0_WP = 1 << 16, CR0_AM = 1 << 18, CR0_PG = 1 << 31;
    public static final int CR4_VME = 1, CR4_PVI = 2, CR4_TSD = 4, CR4_DE = 8, CR4_PSE = 16, CR4_PGE = 128;

    public int eax, ecx, edx, ebx, esp, ebp, esi, edi, eip;
    /** The lazy arithmetic flags: {@link Flags} says what they mean. */
    public int flagOp, flagA, flagB, flagResult;
    /** EFLAGS but for the six arithmetic flags; bit 1 is set. */
    public int systemFlags;
    public final Segment es = new Segment("es"), cs = new Segment("cs"), ss = new Segment("ss"), ds = new Segment("ds");
    public final Segment fs = new Segment("fs"), gs = new Segment("gs"), ldtr = new Segment("ldtr"), tr = new Segment("tr");
    public int gdtBase, gdtLimit, idtBase, idtLimit;
    public int cr0, cr3, cr4;
    public final int[] debugRegisters = new int[8];
    /** Current privilege level. */
    public int cpl;

    /** Virtual time in ns: retired instructions, delivered interrupts and exceptions, and what the machine skipped in HLT. */
    public long time;
    /** {@link #run} returns at the first boundary with {@code time >= deadline}. A device may lower it in the middle of an IN or OUT. */
    public long deadline = Long.MAX_VALUE;
    /** Makes {@link #run} return at the end of the block; it clears this. */
    public volatile boolean stopRequested;

    public final Mmu mmu;
    public final FloatingPointUnit floatingPoint = new FloatingPointUnit();
    final Memory memory;
    final PortBus ports;
    final InterruptController interrupts;
    final Fault fault = new Fault();
    final Segment[] segments = {es, cs, ss, ds, fs, gs};
    final Interrupts delivery;
    final Interpreter interpreter;
    Engine engine;
    private final Breakpoints breakpoints = new Breakpoints();

    /** EIP after the current instruction: an instruction that transfers changes it. */
    int nextEip;
    /** The run's end in virtual time, for a string instruction that goes on and on. */
    long runEnd;
    /** HLT has been executed and nothing has ended it. */
    boolean halted;
    /** The instruction after STI, MOV SS and POP SS: no interrupt before it. After the last two, {@link #trapShadow}: no debug exception either. */
    boolean shadow, trapShadow;
    /** DR6's bits of debug traps that are still to be delivered. */
    int pendingTraps;
    /** No NMI until the next IRET. */
    boolean nmiBlocked;
    private boolean nmiPending;
    /** A breakpoint of the debug registers is enabled. */
    boolean watching;
    final Watchpoints watchpoints;
    /** What WRMSR has added to the time-stamp counter, which otherwise is {@link #time}. */
    long timeStampOffset;
    /** Something makes boundaries uncommon: see {@link #stateChanged()}. {@link #rare}: something else than an interrupt shadow. */
    boolean special, rare;
    /** CR0.AM, EFLAGS.AC and CPL 3: misaligned data is #AC. */
    boolean alignmentChecked;
    /** What decoded blocks depend on: see {@link Block}. */
    int mode;
    private final CodeSegments codeSegments = new CodeSegments();
    private FloatingPointError floatingPointError = () -> { };
    private boolean floatingPointErrorsIgnored;
    private boolean shutdown;
    private FaultRecord[] shutdownCauses = {};
    /** At this time the instruction at EIP may run although it has a breakpoint. */
    private long resumed = -1;

    public Cpu(Memory memory, PortBus ports, InterruptController interrupts) {
        this(new Mmu(memory), ports, interrupts);
    }

    public Cpu(Mmu mmu, PortBus ports, InterruptController interrupts) {
        this.memory = mmu.memory;
        this.ports = ports;
        this.interrupts = interrupts;
        this.mmu = mmu;
        this.watchpoints = new Watchpoints(this);
        this.delivery = new Interrupts(this);
        this.interpreter = new Interpreter(this);
        this.engine = interpreter;
        reset();
    }

    /** Power-on state (SDM 3A 9.1): real mode at F000:FFF0, with CS based at FFFF0000. Time starts at 0. */
    public void reset() {
        eax = ecx = ebx = esp = ebp = esi = edi = 0;
        edx = Identification.SIGNATURE;
        eip = 0xFFF0;
        setEflags(2);
        for (Segment segment : segments) {
            segment.set(0, 0, 0xFFFF, Segment.DATA, true);
        }
        cs.set(0xF000, 0xFFFF0000, 0xFFFF, Segment.DATA, true);
        ldtr.set(0, 0, 0xFFFF, Segment.PRESENT | 2 << 8, false);
        tr.set(0, 0, 0xFFFF, Segment.PRESENT | 11 << 8, false);
        gdtBase = idtBase = 0;
        gdtLimit = idtLimit = 0xFFFF;
        cr0 = CR0_ET;
        cr3 = cr4 = 0;
        mmu.faultAddress = 0;
        java.util.Arrays.fill(debugRegisters, 0);
        debugRegisters[6] = 0xFFFF0FF0;
        debugRegisters[7] = 0x400;
        floatingPoint.reset();
        floatingPointErrorsIgnored = false;
        cpl = 0;
        time = 0;
        halted = shadow = trapShadow = shutdown = nmiPending = nmiBlocked = false;
        pendingTraps = 0;
        timeStampOffset = 0;
        shutdownCauses = new FaultRecord[0];
        resumed = -1;
        mmu.control(cr0, cr3, cr4, true);
        stateChanged();
    }

    /** 32-bit protected mode with flat ring-0 segments, paging and interrupts off, at {@code entry}: what a multiboot loader hands over. */
    public void enterFlatProtectedMode(int entry) {
        cr0 = CR0_ET | CR0_PE;
        mmu.control(cr0, cr3, cr4, true);
        for (Segment segment : segments) {
            segment.set(0x10, 0, -1, Segment.DATA | Segment.BIG | Segment.GRANULAR, true);
        }
        cs.set(0x08, 0, -1, Segment.DATA | Segment.CODE | Segment.BIG | Segment.GRANULAR, true);
        eip = entry;
        cpl = 0;
        stateChanged();
    }

    // ---- running

    /** Runs from boundary to boundary until there is a reason to stop. Always makes progress, but for HALTED, SHUTDOWN and a passed deadline. */
    public Stop run() {
        for (;;) {
            if (stopRequested) {
                stopRequested = false;
                return Stop.REQUESTED;
            }
            long budget = deadline - time;
            if (budget <= 0) {
                return Stop.DEADLINE;
            }
            if (special) {
                Stop stop = specialBoundary(budget, true);
                if (stop != Stop.STEPPED) {
                    return stop;
                }
            } else if (interruptible()) {
                delivery.interrupt(interrupts.acknowledge());
            } else if (stopsHere()) {
                resumed = time;
                return Stop.BREAKPOINT;
            } else {
                engine.run(budget);
            }
        }
    }

    /** Exactly one instruction (one iteration of a repeated one), or one delivery of an interrupt or exception. Ignores deadline and breakpoints. */
    public Stop step() {
        return specialBoundary(1, false);
    }

    /** A boundary at which something is to be looked at, in the order of SDM 3A table 6-2, and the instruction after it. */
    private Stop specialBoundary(long budget, boolean stopAtBreakpoints) {
        if (shutdown) {
            return Stop.SHUTDOWN;
        }
        if (deliverAtBoundary()) {
            stateChanged();
            return shutdown ? Stop.SHUTDOWN : Stop.STEPPED;
        }
        if (halted) {
            return Stop.HALTED;
        }
        if (stopAtBreakpoints && stopsHere()) {
            resumed = time;
            return Stop.BREAKPOINT;
        }
        resumed = time;
        boolean singleStep = (systemFlags & Flags.TF) != 0;
        boolean armed = watchpoints.armed();
        if (armed && !trapShadow && (systemFlags & Flags.RF) == 0 && deliverInstructionBreakpoint()) {
            return shutdown ? Stop.SHUTDOWN : Stop.STEPPED;
        }
        boolean alone = singleStep || shadow || armed || (systemFlags & Flags.RF) != 0;
        shadow = false;
        trapShadow = false;
        systemFlags &= ~Flags.RF;
        stateChanged();
        delivery.entered = false;
        watchpoints.hits = 0;
        if (interpreter.run(alone ? 1 : budget)) {
            boolean stepTrap = singleStep && !delivery.entered && !trapShadow;
            pendingTraps |= watchpoints.hits | (stepTrap ? Watchpoints.BS : 0);
            if (pendingTraps != 0 && !shutdown) {
                deliverTraps();
            }
        }
        return shutdown ? Stop.SHUTDOWN : Stop.STEPPED;
    }

    /** Traps of the instruction before, NMI, interrupt: true if one was delivered. */
    private boolean deliverAtBoundary() {
        if (pendingTraps != 0 && !trapShadow) {
            deliverTraps();
            return true;
        }
        if (shadow) {
            return false;
        }
        if (nmiPending && !nmiBlocked) {
            nmiPending = false;
            nmiBlocked = true;
            delivery.interrupt(Fault.NMI);
            return true;
        }
        if ((systemFlags & Flags.IF) != 0 && interrupts.raised()) {
            delivery.interrupt(interrupts.acknowledge());
            return true;
        }
        return false;
    }

    /** Data breakpoints, single step, the trap bit of a TSS. After MOV SS and POP SS they wait for one instruction more. */
    private void deliverTraps() {
        if (!trapShadow) {
            debugRegisters[6] |= pendingTraps;
            pendingTraps = 0;
            halted = false;
            delivery.exception(Fault.DB, 0, false);
        }
        stateChanged();
    }

    /** Pushes RF as it is, so the handler must set it to get past the instruction (SDM 3B 17.3.1.1). */
    private boolean deliverInstructionBreakpoint() {
        int hits = watchpoints.atInstruction(cs.base + eip);
        if (hits == 0) {
            return false;
        }
        debugRegisters[6] |= hits;
        delivery.exception(Fault.DB, 0, false);
        return true;
    }

    /** The NMI pin: an edge, remembered until it can be delivered. */
    public void nonMaskableInterrupt() {
        nmiPending = true;
        stateChanged();
    }

    /** No interrupt before the next instruction; with {@code traps}, no debug exception either. */
    void inhibit(boolean traps) {
        shadow = true;
        trapShadow = traps;
        special = true;
    }

    /** Whether an interrupt waits that is not masked. */
    boolean interruptible() {
        return (systemFlags & Flags.IF) != 0 && interrupts.raised();
    }

    /** Ends the shadow, if there is one and nothing {@link #rare}: then the next instruction is to run alone. */
    boolean passShadow() {
        if (!shadow) {
            return false;
        }
        shadow = trapShadow = special = false;
        return true;
    }

    /** Recomputes what is derived from the registers, after any of them that is not a general register was changed. */
    public void stateChanged() {
        watching = watchpoints.armed();
        rare = shutdown || halted || watching || pendingTraps != 0 || nmiPending && !nmiBlocked || (systemFlags & (Flags.TF | Flags.RF)) != 0;
        special = rare || shadow;
        alignmentChecked = cpl == 3 && (cr0 & CR0_AM) != 0 && (systemFlags & Flags.AC) != 0;
        boolean flat = cs.flat && ds.flat && ds.writable && ss.flat && ss.writable && ss.big && es.flat && es.writable && !alignmentChecked && !watching;
        mode = (cs.big ? Block.BIG : 0) | (flat && cs.big ? Block.FLAT : segmentation()) | (cpl == 3 ? Block.USER : 0);
        mmu.user(cpl == 3);
    }

    /** The mode's bits for code that is not {@link #MODE_FLAT}; 0 where no engine but the interpreter runs it. */
    private int segmentation() {
        if (watching) {
            return 0;
        }
        return codeSegments.number(cs.base, cs.limit) * MODE_CODE_SEGMENT | (ss.big ? MODE_WIDE_STACK : 0) | (es.flat && es.writable ? MODE_FLAT_ES : 0)
            | (ss.flat && ss.writable ? MODE_FLAT_SS : 0) | (ds.flat && ds.writable ? MODE_FLAT_DS : 0) | (descriptorMode() ? 0 : MODE_PARAGRAPHS)
            | (alignmentChecked ? MODE_ALIGNED : 0);
    }

    /** True while HLT waits for an interrupt, or a floating-point instruction for the handler of the last one's error. */
    public boolean halted() {
        return halted;
    }

    /** After {@link Stop#SHUTDOWN}: the faults in the order in which they happened, the last one the third. */
    public FaultRecord[] shutdownCauses() {
        return shutdownCauses.clone();
    }

    void shutdown(FaultRecord[] causes) {
        shutdown = true;
        shutdownCauses = causes;
        stateChanged();
    }

    // ---- engines

    /** Lets another engine run what {@link #run} runs; {@link #step} and special boundaries stay with the interpreter. */
    public void plug(Engine.Factory factory) {
        engine = factory.on(this);
        interpreter.dropAll();
    }

    public Engine engine() {
        return engine;
    }

    /** For an engine: interprets at most {@code budget} instructions, until a block is hot; none if the first one is. */
    public Interpreted interpretUntilHot(long budget) {
        return interpreter.interpret(budget, true, false);
    }

    /** For an engine: interprets the instruction at EIP, however hot it is, and goes on until a block is hot, up to {@code budget} instructions. */
    public Interpreted interpretOneAtLeast(long budget) {
        return interpreter.interpret(budget, true, true);
    }

    /** For an engine: interprets up to {@code budget} instructions, hot ones too. */
    public Interpreted interpret(long budget) {
        return interpreter.interpret(budget, false, true);
    }

    /** The block that was hot last is not handed over again before {@code executions} more; {@link Integer#MAX_VALUE}: never. */
    public void cool(int executions) {
        interpreter.cool(executions);
    }

    /** {@link #MODE_BIG}, {@link #MODE_FLAT} and {@link #MODE_USER}: what the meaning of code bytes depends on beside themselves. */
    public int mode() {
        return mode;
    }

    /** CS.D is set. */
    public static final int MODE_BIG = Block.BIG;
    /** CS, DS, ES and SS are flat and may be written but for CS, stack is 32-bit, no alignment check, no watchpoint: linear equals offset. */
    public static final int MODE_FLAT = Block.FLAT;
    /** CPL 3. */
    public static final int MODE_USER = Block.USER;
    /** SS.B is set; this and the following are 0 in modes with {@link #MODE_FLAT}. */
    public static final int MODE_WIDE_STACK = 8;
    /** The segment is flat and may be written. */
    public static final int MODE_FLAT_ES = 16, MODE_FLAT_SS = 32, MODE_FLAT_DS = 64;
    /** Selectors are paragraphs, not descriptors: real mode, or with {@link #MODE_USER} virtual-8086 mode. */
    public static final int MODE_PARAGRAPHS = 128;
    /** Data that is not aligned is #AC. */
    public static final int MODE_ALIGNED = 256;
    /** The bits from here on are a number that stands for CS's base and limit: 0 if the code is the interpreter's. */
    public static final int MODE_CODE_SEGMENT = 512;

    /** Whether code of the present mode may be compiled: all of it is {@link #MODE_FLAT} or has a number of its code segment. */
    public boolean compilable() {
        return (mode & MODE_FLAT) != 0 || mode >= MODE_CODE_SEGMENT;
    }

    /** For an engine: whether segment {@code number} allows the access, base and paging aside. */
    public boolean allows(int number, int offset, int bytes, boolean write) {
        Segment segment = segments[number];
        return (write ? segment.writable : segment.readable) && segment.contains(offset, bytes);
    }

    /** Base of segment {@code number}, in the order ES CS SS DS FS GS. */
    public int segmentBase(int number) {
        return segments[number].base;
    }

    /**
     * For an engine: loads ES, DS, FS or GS in a mode with {@link #MODE_PARAGRAPHS}.
     *
     * @return false, and nothing is changed, if the mode might be another one afterwards
     */
    public boolean loadParagraph(int number, int selector) {
        Segment segment = segments[number];
        if (segment.limit == -1) {
            return false;
        }
        if (virtual8086()) {
            Descriptors.loadVirtual(segment, selector);
        } else {
            segment.setReal(selector);
        }
        return true;
    }

    /** For an engine: PUSHF pushes the flags as they are. */
    public boolean showsFlags() {
        return !virtual8086() || iopl() == 3;
    }

    /** For an engine: no floating-point instruction would fault before it has looked at its operand. */
    public boolean floatingPointReady() {
        return (cr0 & (CR0_EM | CR0_TS)) == 0 && !floatingPoint.pending();
    }

    /**
     * For an engine: executes a floating-point instruction at EIP while {@link #floatingPointReady()}. Its operand, at {@code offset} in its segment, is
     * allowed and lies in a page that the page map of the access has, at RAM offset {@code ram}, so it cannot fault. It uses and changes flags and EAX
     * in the fields.
     */
    public void executeFloatingPoint(Instruction i, int offset, int ram) {
        interpreter.executor.floatingPoint.execute(i, offset, ram);
    }

    /**
     * For an engine: iterations of a repeated string instruction, as far as its elements are allowed and lie in pages that the page maps have, at
     * most {@code most}. It uses and changes the fields; flags only if it comes to its end.
     *
     * @return iterations beside the one that every instruction counts for, if it has come to its end; else {@code ~iterations}
     */
    public int repeat(Instruction i, int most) {
        return interpreter.executor.string.repeat(i, most);
    }

    /** Each boundary must be looked at: single step, interrupt shadow, HLT, an armed debug register. */
    public boolean special() {
        return special;
    }

    // ---- floating-point errors

    /** Connects FERR#. */
    public void connectFloatingPointError(FloatingPointError line) {
        floatingPointError = line;
    }

    /** IGNNE#: waiting instructions go on, although an unmasked exception is pending, until none is. */
    public void ignoreFloatingPointErrors() {
        floatingPointErrorsIgnored = true;
    }

    /** What WAIT and every waiting instruction do first: a pending unmasked exception is #MF, or IRQ 13, for which the instruction waits (SDM 1 8.7). */
    void awaitFloatingPoint() {
        if (!floatingPoint.pending()) {
            floatingPointErrorsIgnored = false;
        } else if ((cr0 & CR0_NE) != 0) {
            throw raise(Fault.MF, 0);
        } else if (!floatingPointErrorsIgnored) {
            floatingPointError.raise();
            throw raise(Fault.FREEZE, 0);
        }
    }

    // ---- breakpoints

    /** Makes {@link #run} stop before the instruction at {@code linear}. */
    public void addBreakpoint(int linear) {
        breakpoints.add(linear);
        breakpointChanged(linear);
    }

    public void removeBreakpoint(int linear) {
        breakpoints.remove(linear);
        breakpointChanged(linear);
    }

    private void breakpointChanged(int linear) {
        interpreter.breakpointChanged(linear);
        if (engine != interpreter) {
            engine.breakpointChanged(linear);
        }
        stateChanged();
    }

    /** Whether the next instruction has a breakpoint at which no run has stopped yet. */
    boolean stopsHere() {
        return !breakpoints.isEmpty() && time != resumed && breakpoints.contains(cs.base + eip);
    }

    /** For an engine: the line of RAM offset {@code at} has been written again and again lately while it held code. */
    public boolean rewritten(int at) {
        return interpreter.rewritten(at);
    }

    /** For an engine: a run stops before the instruction at {@code linear}, which is the interpreter's; nothing may run past it. */
    public boolean breakpointAt(int linear) {
        return breakpoints.contains(linear);
    }

    void dropCode() {
        interpreter.dropAll();
        if (engine != interpreter) {
            engine.dropAll();
        }
    }

    Breakpoints breakpoints() {
        return breakpoints;
    }

    // ---- registers

    /** General register 0–7 (EAX ECX EDX EBX ESP EBP ESI EDI). */
    public int register(int number) {
        return switch (number) {
            case 0 -> eax;
            case 1 -> ecx;
            case 2 -> edx;
            case 3 -> ebx;
            case 4 -> esp;
            case 5 -> ebp;
            case 6 -> esi;
            default -> edi;
        };
    }

    public void setRegister(int number, int value) {
        switch (number) {
            case 0 -> eax = value;
            case 1 -> ecx = value;
            case 2 -> edx = value;
            case 3 -> ebx = value;
            case 4 -> esp = value;
            case 5 -> ebp = value;
            case 6 -> esi = value;
            default -> edi = value;
        }
    }

    int register16(int number) {
        return register(number) & 0xFFFF;
    }

    void setRegister16(int number, int value) {
        setRegister(number, register(number) & ~0xFFFF | value & 0xFFFF);
    }

    /** AL CL DL BL AH CH DH BH. */
    int register8(int number) {
        return number < 4 ? register(number) & 0xFF : register(number - 4) >>> 8 & 0xFF;
    }

    void setRegister8(int number, int value) {
        if (number < 4) {
            setRegister(number, register(number) & ~0xFF | value & 0xFF);
        } else {
            setRegister(number - 4, register(number - 4) & ~0xFF00 | (value & 0xFF) << 8);
        }
    }

    int register(int number, int width) {
        return width == 32 ? register(number) : width == 16 ? register16(number) : register8(number);
    }

    void setRegister(int number, int width, int value) {
        if (width == 32) {
            setRegister(number, value);
        } else if (width == 16) {
            setRegister16(number, value);
        } else {
            setRegister8(number, value);
        }
    }

    /** Segment register 0–5 (ES CS SS DS FS GS). */
    public Segment segment(int number) {
        return segments[number];
    }

    /** Puts a segment in place with its hidden part, unchecked, as a loader or a test may. */
    public void setSegment(int number, int selector, int base, int limit, int rights) {
        segments[number].set(selector, base, limit, rights, true);
        stateChanged();
    }

    public int cr2() {
        return mmu.faultAddress;
    }

    /** Linear address of the next instruction. */
    public int linearEip() {
        return cs.base + eip;
    }

    public int eflags() {
        return systemFlags | Flags.pack(flagOp, flagA, flagB, flagResult);
    }

    /** Sets all of EFLAGS. */
    public void setEflags(int value) {
        setStatus(value);
        systemFlags = value & (Flags.TF | Flags.IF | Flags.DF | Flags.IOPL | Flags.NT | Flags.RF | Flags.VM | Flags.AC | Flags.VIF | Flags.VIP | Flags.ID) | 2;
        stateChanged();
    }

    /** The six arithmetic flags, packed. */
    int status() {
        return Flags.pack(flagOp, flagA, flagB, flagResult);
    }

    void setStatus(int value) {
        flagOp = Flags.EXPLICIT;
        flagA = value & Flags.STATUS;
        flagB = 0;
        flagResult = 0;
    }

    boolean carry() {
        return Flags.carry(flagOp, flagA, flagB, flagResult);
    }

    boolean condition(int condition) {
        return Flags.condition(condition, flagOp, flagA, flagB, flagResult);
    }

    boolean protectedMode() {
        return (cr0 & CR0_PE) != 0;
    }

    boolean virtual8086() {
        return (systemFlags & Flags.VM) != 0;
    }

    /** Protected mode proper: selectors name descriptors. */
    boolean descriptorMode() {
        return (cr0 & CR0_PE) != 0 && (systemFlags & Flags.VM) == 0;
    }

    int iopl() {
        return systemFlags >>> 12 & 3;
    }

    /** CR4.VME in virtual-8086 mode: an IOPL below 3 means a virtual interrupt flag (SDM 3A 20.3). */
    boolean virtualInterrupts() {
        return (cr4 & CR4_VME) != 0;
    }

    /** FLAGS as a virtual-8086 program with a virtual interrupt flag sees them: VIF in the place of IF, IOPL 3. */
    int virtualFlags() {
        int flags = eflags() & 0xFFFF & ~Flags.IF | Flags.IOPL;
        return (systemFlags & Flags.VIF) != 0 ? flags | Flags.IF : flags;
    }

    /** POPF and IRET of such a program: #GP if it would set TF, or VIF while VIP is pending. */
    void setVirtualFlags(int image) {
        boolean set = (image & Flags.IF) != 0;
        if ((image & Flags.TF) != 0 || set && (systemFlags & Flags.VIP) != 0) {
            throw generalProtection();
        }
        int change = Flags.STATUS | Flags.DF | Flags.NT;
        setEflags(eflags() & ~change & ~Flags.VIF & ~Flags.RF | image & change | (set ? Flags.VIF : 0));
    }

    Fault raise(int vector, int errorCode) {
        return fault.with(vector, errorCode);
    }

    Fault generalProtection() {
        return fault.with(Fault.GP, 0);
    }

    Fault undefined() {
        return fault.with(Fault.UD, 0);
    }

    /** Adds all of the processor's state, TLB included, physical memory not. */
    public void hash(StateSink sink) {
        for (int i = 0; i < 8; i++) {
            sink.add(register(i));
        }
        sink.add(eip);
        sink.add(eflags());
        for (Segment segment : segments) {
            segment.hash(sink);
        }
        ldtr.hash(sink);
        tr.hash(sink);
        sink.add((long) gdtBase << 32 | gdtLimit);
        sink.add((long) idtBase << 32 | idtLimit);
        sink.add(cr0);
        sink.add(cr3);
        sink.add(cr4);
        for (int value : debugRegisters) {
            sink.add(value);
        }
        sink.add(cpl | (halted ? 4 : 0) | (shadow ? 8 : 0) | (shutdown ? 16 : 0) | (floatingPointErrorsIgnored ? 32 : 0) | (trapShadow ? 64 : 0) | (nmiBlocked ? 128 : 0)
            | (nmiPending ? 256 : 0) | pendingTraps << 16);
        sink.add(timeStampOffset);
        floatingPoint.hash(sink);
        sink.add(time);
        mmu.hash(sink);
    }
}

package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.mmu.Fault;

/** Control and debug registers, descriptor-table registers, ports, HLT, CPUID, model-specific registers, rights queries. */
final class SystemInstructions {
    private static final int CR0_KEPT = 0x8005003F | 3 << 29;
    private static final int CR0_NW = 1 << 29, CR0_CD = 1 << 30;
    private static final int CR4_KEPT = Cpu.CR4_VME | Cpu.CR4_PVI | Cpu.CR4_TSD | Cpu.CR4_DE | Cpu.CR4_PSE | Cpu.CR4_PGE;
    private static final int MSR_TSC = 0x10;

    private final Cpu cpu;
    private final Access access;
    private final Descriptors descriptors;
    private final Tasks tasks;

    SystemInstructions(Cpu cpu, Access access, Descriptors descriptors, Tasks tasks) {
        this.cpu = cpu;
        this.access = access;
        this.descriptors = descriptors;
        this.tasks = tasks;
    }

    // ---- control and debug registers

    /** MOV with CR1 or CR5 to CR7: #UD in any ring (SDM 2B MOV). */
    static boolean namesAbsentControlRegister(Instruction i) {
        int number = i.kind0 == OperandKind.CONTROL ? i.register0 : i.kind1 == OperandKind.CONTROL ? i.register1 : 0;
        return number == 1 || number > 4;
    }

    void moveControl(Instruction i) {
        boolean toControl = i.kind0 == OperandKind.CONTROL;
        int number = toControl ? i.register0 : i.register1;
        int general = toControl ? i.register1 : i.register0;
        if (namesAbsentControlRegister(i)) {
            throw cpu.undefined();
        }
        if (!toControl) {
            cpu.setRegister(general, switch (number) {
                case 0 -> cpu.cr0;
                case 2 -> cpu.mmu.faultAddress;
                case 3 -> cpu.cr3;
                default -> cpu.cr4;
            });
            return;
        }
        int value = cpu.register(general);
        switch (number) {
            case 0 -> setCr0(value);
            case 2 -> cpu.mmu.faultAddress = value;
            case 3 -> {
                cpu.cr3 = value;
                cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
            }
            default -> {
                if ((value & ~CR4_KEPT) != 0) {
                    throw cpu.generalProtection();
                }
                cpu.cr4 = value;
                cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, false);
            }
        }
    }

    private void setCr0(int value) {
        boolean pagingWithoutProtection = (value & (Cpu.CR0_PG | Cpu.CR0_PE)) == Cpu.CR0_PG;
        if (pagingWithoutProtection || (value & (CR0_NW | CR0_CD)) == CR0_NW) {
            throw cpu.generalProtection();
        }
        cpu.cr0 = value & CR0_KEPT | Cpu.CR0_ET;
        if ((value & Cpu.CR0_PE) == 0) {
            cpu.cpl = 0;
        }
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, false);
        cpu.stateChanged();
    }

    void loadMachineStatus(Instruction i) {
        int value = access.operand0(i);
        setCr0(cpu.cr0 & ~0xE | value & 0xF);
    }

    void moveDebug(Instruction i) {
        boolean toDebug = i.kind0 == OperandKind.DEBUG;
        int number = toDebug ? i.register0 : i.register1;
        if (number == 4 || number == 5) {
            if ((cpu.cr4 & Cpu.CR4_DE) != 0) {
                throw cpu.undefined();
            }
            number += 2;
        }
        if ((cpu.debugRegisters[7] & Watchpoints.GD) != 0) {
            cpu.debugRegisters[6] |= Watchpoints.BD;
            throw cpu.raise(Fault.DB, 0);
        }
        if (!toDebug) {
            cpu.setRegister(i.register0, cpu.debugRegisters[number]);
            return;
        }
        int value = cpu.register(i.register1);
        cpu.debugRegisters[number] = switch (number) {
            case 6 -> value & 0xE00F | 0xFFFF0FF0;
            case 7 -> value & ~0xD800 | 0x400;
            default -> value;
        };
        cpu.stateChanged();
    }

    // ---- descriptor tables

    void loadTable(Instruction i, boolean interrupts) {
        int at = access.offset(i);
        access.linear(access.segment(i), at, 6, false);
        int limit = access.read(access.segment(i), at, 16);
        int base = access.read(access.segment(i), access.further(i, at, 2), 32);
        if (i.operandSize == 16) {
            base &= 0xFFFFFF;
        }
        if (interrupts) {
            cpu.idtLimit = limit;
            cpu.idtBase = base;
        } else {
            cpu.gdtLimit = limit;
            cpu.gdtBase = base;
        }
    }

    void storeTable(Instruction i, int limit, int base) {
        int at = access.linear(access.segment(i), access.offset(i), 6, true);
        cpu.mmu.checkWrite(at, 6);
        cpu.mmu.write16(at, limit);
        cpu.mmu.write32(at + 2, base);
    }

    /** SLDT, STR, SMSW: two bytes to memory, the operand size to a register. */
    void storeWord(Instruction i, int value) {
        if (i.kind0 == OperandKind.REGISTER) {
            cpu.setRegister(i.register0, i.operandSize, value);
        } else {
            access.write(access.segment(i), access.offset(i), 16, value);
        }
    }

    void loadLocalTable(Instruction i) {
        int selector = access.operand0(i) & 0xFFFF;
        if (Descriptors.isNull(selector)) {
            cpu.ldtr.setNull(selector);
            return;
        }
        fetchGlobal(selector);
        if (Descriptors.systemType(descriptors.high) != 2) {
            throw cpu.raise(Fault.GP, selector & 0xFFFC);
        }
        checkPresent(selector);
        descriptors.install(cpu.ldtr, selector);
    }

    void loadTask(Instruction i) {
        int selector = access.operand0(i) & 0xFFFF;
        if (Descriptors.isNull(selector)) {
            throw cpu.generalProtection();
        }
        fetchGlobal(selector);
        int type = Descriptors.systemType(descriptors.high);
        if (type != 1 && type != 9) {
            throw cpu.raise(Fault.GP, selector & 0xFFFC);
        }
        checkPresent(selector);
        descriptors.high |= 1 << 9;
        cpu.mmu.systemWrite8(descriptors.address + 5, descriptors.high >>> 8);
        descriptors.install(cpu.tr, selector);
    }

    private void fetchGlobal(int selector) {
        if ((selector & 4) != 0 || !descriptors.fetch(selector)) {
            throw cpu.raise(Fault.GP, selector & 0xFFFC);
        }
    }

    private void checkPresent(int selector) {
        if ((descriptors.high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, selector & 0xFFFC);
        }
    }

    // ---- rights queries

    /** LAR and LSL: ZF says whether the descriptor may be seen. */
    void query(Instruction i, boolean limit) {
        int selector = access.operand1(i) & 0xFFFF;
        boolean seen = !Descriptors.isNull(selector) && descriptors.fetch(selector) && mayQuery(selector, limit);
        if (seen) {
            int value = limit ? Descriptors.limit(descriptors.low, descriptors.high) : descriptors.high & 0x00FFFF00;
            cpu.setRegister(i.register0, i.width0, value);
        }
        setZero(seen);
    }

    private boolean mayQuery(int selector, boolean limit) {
        int high = descriptors.high;
        boolean conforming = Descriptors.isCode(high) && (high & Segment.CONFORMING) != 0;
        int type = Descriptors.systemType(high);
        int queryable = limit ? 0x0A0E : 0x1A3E;
        if (type >= 0 && (queryable >>> type & 1) == 0) {
            return false;
        }
        return conforming || Descriptors.dpl(high) >= Math.max(cpu.cpl, selector & 3);
    }

    void verify(Instruction i, boolean write) {
        int selector = access.operand0(i) & 0xFFFF;
        boolean allowed = false;
        if (!Descriptors.isNull(selector) && descriptors.fetch(selector) && (descriptors.high & Segment.NOT_SYSTEM) != 0) {
            int high = descriptors.high;
            boolean code = (high & Segment.CODE) != 0;
            boolean bit = (high & Segment.WRITABLE) != 0;
            boolean conforming = code && (high & Segment.CONFORMING) != 0;
            boolean privileged = conforming || Descriptors.dpl(high) >= Math.max(cpu.cpl, selector & 3);
            allowed = privileged && (write ? !code && bit : !code || bit);
        }
        setZero(allowed);
    }

    void adjustRequestedLevel(Instruction i) {
        int asked = access.operand1(i) & 3;
        boolean memory = i.kind0 == OperandKind.MEMORY;
        int at = memory ? access.forUpdate(i) : 0;
        int selector = memory ? access.load(at, 16) : cpu.register16(i.register0);
        boolean raised = (selector & 3) < asked;
        if (raised) {
            int adjusted = selector & ~3 | asked;
            if (memory) {
                access.store(at, 16, adjusted);
            } else {
                cpu.setRegister16(i.register0, adjusted);
            }
        }
        setZero(raised);
    }

    private void setZero(boolean set) {
        cpu.setStatus(cpu.status() & ~Flags.ZF | (set ? Flags.ZF : 0));
    }

    // ---- ports

    /** CPL ≤ IOPL, or the I/O bitmap of the task: else #GP(0). */
    void checkPort(int port, int bytes) {
        if (cpu.protectedMode() && (cpu.cpl > cpu.iopl() || cpu.virtual8086()) && !tasks.permits(port, bytes)) {
            throw cpu.generalProtection();
        }
        if (cpu.watching) {
            cpu.watchpoints.touchPort(port, bytes);
        }
    }

    void in(Instruction i) {
        int port = i.kind1 == OperandKind.IMMEDIATE ? i.immediate & 0xFF : cpu.register16(2);
        checkPort(port, i.width0 >>> 3);
        cpu.setRegister(0, i.width0, cpu.ports.in(port, i.width0 >>> 3));
    }

    void out(Instruction i) {
        int port = i.kind0 == OperandKind.IMMEDIATE ? i.immediate & 0xFF : cpu.register16(2);
        checkPort(port, i.width1 >>> 3);
        cpu.ports.out(port, i.width1 >>> 3, cpu.register(0, i.width1));
    }

    // ---- the rest

    /** CLI and STI. */
    void interruptFlag(boolean set) {
        if (cpu.protectedMode() && cpu.cpl > cpu.iopl()) {
            virtualInterruptFlag(set);
            return;
        }
        if (set) {
            if ((cpu.systemFlags & Flags.IF) == 0) {
                cpu.inhibit(false);
            }
            cpu.systemFlags |= Flags.IF;
        } else {
            cpu.systemFlags &= ~Flags.IF;
        }
    }

    /** VIF, where CR4.VME (virtual-8086 mode) or CR4.PVI (CPL 3) provides one (SDM 3A 20.3.3, 20.4). */
    private void virtualInterruptFlag(boolean set) {
        boolean provided = cpu.virtual8086() ? cpu.virtualInterrupts() : cpu.cpl == 3 && (cpu.cr4 & Cpu.CR4_PVI) != 0;
        if (!provided || set && (cpu.systemFlags & Flags.VIP) != 0) {
            throw cpu.generalProtection();
        }
        cpu.systemFlags = set ? cpu.systemFlags | Flags.VIF : cpu.systemFlags & ~Flags.VIF;
    }

    void halt() {
        cpu.halted = true;
        cpu.stateChanged();
    }

    void clearTaskSwitched() {
        cpu.cr0 &= ~Cpu.CR0_TS;
    }

    void invalidatePage(Instruction i) {
        cpu.mmu.dropPage(access.segment(i).base + access.offset(i));
    }

    void readTime() {
        if ((cpu.cr4 & Cpu.CR4_TSD) != 0 && cpu.cpl != 0) {
            throw cpu.generalProtection();
        }
        answer(cpu.time + cpu.timeStampOffset);
    }

    private void answer(long value) {
        cpu.eax = (int) value;
        cpu.edx = (int) (value >>> 32);
    }

    /** RDMSR and WRMSR: the time-stamp counter is all there is. A write gives its low half and clears the high one, as on an i686. */
    void modelSpecific(boolean read) {
        if (cpu.ecx != MSR_TSC) {
            throw cpu.generalProtection();
        }
        if (read) {
            answer(cpu.time + cpu.timeStampOffset);
        } else {
            cpu.timeStampOffset = (cpu.eax & 0xFFFFFFFFL) - cpu.time;
        }
    }
}

package exo86.cpu;

import exo86.mmu.Fault;
import exo86.mmu.Memory;
import java.util.function.IntConsumer;

/**
 * A bare protected-mode machine put together by hand: flat segments for rings 0 and 3, a TSS, an IDT whose handlers are HLT, paging identity for
 * the first 4 MiB when asked. Tests change what they need and place code bytes.
 */
final class ProtectedGuest implements PortBus, InterruptController {
    static final int CODE = 0x10000, USER_CODE = 0x11000, STACK = 0x20000, USER_STACK = 0x30000, IDT = 0x1000, GDT = 0x2000, TSS = 0x3000;
    static final int HANDLERS = 0x4000, DIRECTORY = 0x8000, TABLE = 0x9000;
    static final int KERNEL_CODE = 0x08, KERNEL_DATA = 0x10, USER_CODE_SELECTOR = 0x1B, USER_DATA = 0x23, TSS_SELECTOR = 0x28;

    final Memory memory = Memory.flat(4 << 20);
    final Cpu cpu = new Cpu(memory, this, this);
    boolean interruptLine;
    int lastPort = -1, lastValue;
    /** What a read of a port does besides. */
    IntConsumer onPort = port -> { };

    ProtectedGuest() {
        powerOn();
    }

    /** Everything as a new guest has it, but for memory that the guest has written outside its tables. */
    final void powerOn() {
        cpu.reset();
        descriptor(KERNEL_CODE, 0, 0xFFFFF, 0xC09A);
        descriptor(KERNEL_DATA, 0, 0xFFFFF, 0xC092);
        descriptor(USER_CODE_SELECTOR & ~3, 0, 0xFFFFF, 0xC0FA);
        descriptor(USER_DATA & ~3, 0, 0xFFFFF, 0xC0F2);
        descriptor(TSS_SELECTOR, TSS, 103, 0x0089);
        for (int vector = 0; vector < 64; vector++) {
            gate(vector, KERNEL_CODE, HANDLERS + vector * 16, 0x8E);
            memory.write8(HANDLERS + vector * 16, 0xF4);
        }
        gate(0x30, KERNEL_CODE, HANDLERS + 0x30 * 16, 0xEE);
        memory.write32(TSS + 4, STACK - 0x100);
        memory.write32(TSS + 8, KERNEL_DATA);
        memory.write16(TSS + 102, 104);
        cpu.enterFlatProtectedMode(CODE);
        cpu.gdtBase = GDT;
        cpu.gdtLimit = 0xFF;
        cpu.idtBase = IDT;
        cpu.idtLimit = 64 * 8 - 1;
        cpu.tr.set(TSS_SELECTOR, TSS, 103, 0x8B00, true);
        cpu.esp = STACK;
    }

    /** {@code rights} is the descriptor's access byte, with G and D/B in bits 15 and 14. */
    void descriptor(int selector, int base, int limit, int rights) {
        memory.write32(GDT + selector, limit & 0xFFFF | base << 16);
        memory.write32(GDT + selector + 4, base & 0xFF000000 | base >>> 16 & 0xFF | limit & 0xF0000 | (rights & 0xFF) << 8 | (rights & 0xF000) << 8);
    }

    void gate(int vector, int selector, int offset, int type) {
        memory.write32(IDT + vector * 8, selector << 16 | offset & 0xFFFF);
        memory.write32(IDT + vector * 8 + 4, offset & 0xFFFF0000 | type << 8);
    }

    void code(int at, int... bytes) {
        for (int k = 0; k < bytes.length; k++) {
            memory.write8(at + k, bytes[k]);
        }
    }

    /** Identity, user and writable, all 4 MiB; then paging and WP on. */
    ProtectedGuest paging() {
        memory.write32(DIRECTORY, TABLE | 7);
        for (int page = 0; page < 1024; page++) {
            memory.write32(TABLE + page * 4, page << 12 | 7);
        }
        cpu.cr3 = DIRECTORY;
        cpu.cr0 |= Cpu.CR0_PG | Cpu.CR0_WP;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
        return this;
    }

    void pte(int linear, int value) {
        memory.write32(TABLE + (linear >>> 12) * 4, value);
    }

    int pte(int linear) {
        return memory.read32(TABLE + (linear >>> 12) * 4);
    }

    /** Puts the processor into ring 3 at {@link #USER_CODE}. */
    ProtectedGuest user() {
        for (int segment = 0; segment < 6; segment++) {
            cpu.segments[segment].set(segment == 1 ? USER_CODE_SELECTOR : USER_DATA, 0, -1, segment == 1 ? 0x00CFFB00 : 0x00CFF300, true);
        }
        cpu.cpl = 3;
        cpu.eip = USER_CODE;
        cpu.esp = USER_STACK;
        cpu.stateChanged();
        return this;
    }

    Stop run() {
        cpu.deadline = cpu.time + 10_000;
        return cpu.run();
    }

    /** The vector whose handler the processor has stopped in, or -1. */
    int handler() {
        int at = cpu.eip - 1 - HANDLERS;
        return cpu.halted() && at >= 0 && at < 64 * 16 && at % 16 == 0 ? at / 16 : -1;
    }

    int stack(int index) {
        return memory.read32(cpu.esp + index * 4);
    }

    /** Error code pushed by the handler's exception. */
    int errorCode() {
        return Fault.hasErrorCode(handler()) ? stack(0) : -1;
    }

    @Override
    public int in(int port, int bytes) {
        lastPort = port;
        onPort.accept(port);
        return 0x12345678 & -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        lastPort = port;
        lastValue = value;
    }

    @Override
    public boolean raised() {
        return interruptLine;
    }

    @Override
    public int acknowledge() {
        interruptLine = false;
        return 0x20;
    }
}

package exo86.jit;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.machine.Guests;
import exo86.mmu.Memory;
import exo86.mmu.StateSink;

/** A processor and memory, and code of ours at {@link #CODE}, in flat 32-bit protected mode. */
final class Board implements PortBus, InterruptController {
    static final int CODE = 0x10000, STACK = 0x20000, DATA = 0x30000;

    final Memory memory = Memory.flat(0x90000);
    final Cpu cpu = new Cpu(memory, this, this);

    Board(Engine.Factory engine, String code) {
        cpu.plug(engine);
        byte[] bytes = Guests.assemble("bits 32\norg " + CODE + "\n" + code);
        memory.write(CODE, bytes, 0, bytes.length);
        cpu.enterFlatProtectedMode(CODE);
        cpu.esp = STACK;
    }

    /** Page tables at 80000 and 81000 that map the first 4 MiB one to one, for every ring, and paging on. */
    Board paging() {
        for (int page = 0; page < 1024; page++) {
            memory.write32(0x81000 + 4 * page, page << 12 | 7);
        }
        memory.write32(0x80000, 0x81007);
        cpu.cr3 = 0x80000;
        cpu.cr0 |= Cpu.CR0_PG | Cpu.CR0_WP;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
        cpu.stateChanged();
        return this;
    }

    /** Ring 3 with flat segments of that ring. */
    Board user() {
        int data = 0xCFF300, code = 0xCFFB00;
        for (int number = 0; number < 6; number++) {
            cpu.setSegment(number, number == 1 ? 0x1B : 0x23, 0, -1, number == 1 ? code : data);
        }
        cpu.cpl = 3;
        cpu.stateChanged();
        return this;
    }

    /** 32-bit segments with bases and limits; ES reaches less far than DS, and CS is as long as it must be. */
    Board segments() {
        cpu.setSegment(0, 0x28, 0x90, 0x30FFF, 0x409300);
        cpu.setSegment(1, 0x18, 0x4000, CODE + 0x1000 - 0x4001, 0x409B00);
        cpu.setSegment(2, 0x30, 0x1230, 0x2FFFF, 0x409300);
        cpu.setSegment(3, 0x20, 0x340, 0x3FFFF, 0x409300);
        cpu.eip = CODE - 0x4000;
        cpu.stateChanged();
        return this;
    }

    /** Flat but for DS and FS. */
    Board basedData() {
        cpu.setSegment(3, 0x20, 0x1340, 0x3FFFF, 0x409300);
        cpu.setSegment(4, 0x28, 0x30000, 0xFFFF, 0x409300);
        cpu.stateChanged();
        return this;
    }

    /** 16-bit code at CS:0, data from 30000 on, a stack of 16 bits. */
    Board narrow() {
        cpu.setSegment(0, 0x28, DATA + 0x100, 0xFFFF, 0x009300);
        cpu.setSegment(1, 0x18, CODE, 0xFFFF, 0x009B00);
        cpu.setSegment(2, 0x30, 0x18000, 0xFFFF, 0x009300);
        cpu.setSegment(3, 0x20, DATA, 0xFFFF, 0x009300);
        cpu.eip = 0;
        cpu.esp = 0x8000;
        cpu.stateChanged();
        return this;
    }

    /** Real mode with code at CS:{@code CODE - base}; {@code base} is a multiple of 16. */
    Board real(int base) {
        cpu.cr0 &= ~Cpu.CR0_PE;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, false);
        return paragraphs(base, 0x009300);
    }

    /** Virtual-8086 mode with IOPL 3, the same. */
    Board virtual(int base) {
        cpu.setEflags(0x23002);
        cpu.cpl = 3;
        return paragraphs(base, 0x00F300);
    }

    private Board paragraphs(int base, int rights) {
        int[] bases = {DATA + 0x100, base, 0x18000, DATA, DATA + 0x210, DATA - 0x10};
        for (int number = 0; number < 6; number++) {
            cpu.setSegment(number, bases[number] >>> 4, bases[number], 0xFFFF, rights);
        }
        cpu.eip = CODE - base;
        cpu.esp = 0x8000;
        cpu.stateChanged();
        return this;
    }

    /** In ring 3: data that is not aligned is #AC. */
    Board aligned() {
        cpu.cr0 |= Cpu.CR0_AM;
        cpu.setEflags(cpu.eflags() | 1 << 18);
        return this;
    }

    /** Runs to virtual time {@code time}. */
    Board run(long time) {
        cpu.deadline = time;
        cpu.run();
        return this;
    }

    long state() {
        Digest digest = new Digest();
        cpu.hash(digest);
        memory.hash(digest);
        return digest.value;
    }

    private static final class Digest implements StateSink {
        private long value = 17;

        @Override
        public void add(long more) {
            value = (value ^ more) * 0x9E3779B97F4A7C15L;
            value ^= value >>> 29;
        }

        @Override
        public void add(byte[] bytes, int offset, int length) {
            add(java.util.Arrays.hashCode(offset == 0 && length == bytes.length ? bytes : java.util.Arrays.copyOfRange(bytes, offset, offset + length)));
        }
    }

    @Override
    public int in(int port, int bytes) {
        return port;
    }

    @Override
    public void out(int port, int bytes, int value) {
        cpu.stopRequested = true;
    }

    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public int acknowledge() {
        return 0;
    }
}

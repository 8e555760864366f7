package exo86.verify.fuzz;

import exo86.cpu.Cpu;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.cpu.Stop;
import exo86.mmu.Memory;
import exo86.mmu.StateSink;
import exo86.verify.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A processor with 4 MiB, a timer that fires at random counts from a seed, one port to stop and others that answer what the time is. */
final class Board implements Side, PortBus, InterruptController {
    private static final int CODE_RIGHTS = 0x9B, DATA_RIGHTS = 0x93, BIG = 0x40, GRANULAR = 0x80, REAL_RIGHTS = 0x9300;

    final Memory memory = Memory.flat(Shape.MEMORY);
    final Cpu cpu = new Cpu(memory, this, this);
    /** Stops at breakpoints. */
    final List<String> hits = new ArrayList<>();
    private final Random timer;
    private final int interval;
    private long next;
    private boolean pending;
    private boolean ended;

    Board(Program program) {
        Shape shape = program.shape();
        timer = new Random(program.seed() * 31 + 7);
        interval = shape.interval();
        next = gap();
        fill(program);
        if (shape.mode() == Shape.Mode.REAL) {
            vectors();
            cpu.setSegment(1, Shape.HANDLERS >>> 4, Shape.HANDLERS, 0xFFFF, REAL_RIGHTS);
            cpu.eip = Kernel.START;
            cpu.idtBase = Shape.IDT;
            cpu.idtLimit = 0x3FF;
            cpu.cr0 |= Cpu.CR0_NE;
            cpu.stateChanged();
            return;
        }
        tables(shape);
        if (shape.paging()) {
            pages(shape);
        }
        cpu.enterFlatProtectedMode(Shape.HANDLERS + Kernel.START);
        cpu.gdtBase = Shape.GDT;
        cpu.gdtLimit = 0x4F;
        cpu.idtBase = Shape.IDT;
        cpu.idtLimit = 0x7FF;
        cpu.esp = Shape.KERNEL_STACK;
        cpu.cr0 |= Cpu.CR0_NE | (shape.aligned() ? Cpu.CR0_AM : 0);
        if (shape.paging()) {
            cpu.cr3 = Shape.DIRECTORY;
            cpu.cr0 |= Cpu.CR0_PG | Cpu.CR0_WP;
        }
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
        cpu.stateChanged();
    }

    private long gap() {
        return interval == 0 ? Long.MAX_VALUE : cpu.time + 1 + timer.nextInt(2 * interval);
    }

    private void fill(Program program) {
        // INT3 where nothing else is, so that control which has gone astray comes back by a fault
        for (int[] range : new int[][] {{0, Shape.GDT}, {Shape.KERNEL_STACK, Shape.VARIABLES}, {Shape.STACK_END, Shape.MEMORY}}) {
            Arrays.fill(memory.bytes, memory.readOffset(range[0]) | range[0] & 0xFFF, (memory.readOffset(range[1] - 1) | range[1] - 1 & 0xFFF) + 1, (byte) 0xCC);
        }
        Random random = new Random(program.seed());
        byte[] data = new byte[Shape.STACK_END - Shape.DATA];
        random.nextBytes(data);
        memory.write(Shape.DATA, data, 0, data.length);
        for (int k = 0; k < 16; k++) {
            memory.write32(Shape.COUNTERS + 4 * k, 1 + random.nextInt(20));
        }
        int place = Shape.PLACES;
        for (int eip : program.places()) {
            memory.write32(place, eip);
            place += 4;
        }
        byte[] code = program.code();
        memory.write(Shape.CODE, code, 0, code.length);
        byte[] kernel = program.shape().mode() == Shape.Mode.REAL ? RealKernel.code(program.shape()) : Kernel.code(program.shape());
        memory.write(Shape.HANDLERS, kernel, 0, kernel.length);
        for (int k : new int[] {0, 1, 2}) {
            cpu.setRegister(k, random.nextInt());
        }
    }

    /** Of real mode. */
    private void vectors() {
        for (int vector = 0; vector < 256; vector++) {
            memory.write32(Shape.IDT + 4 * vector, Shape.HANDLERS >>> 4 << 16 | Kernel.handler(Kernel.ours(vector) ? vector : 13));
        }
    }

    private void tables(Shape shape) {
        int dpl = shape.user() ? 0x60 : 0;
        descriptor(Kernel.FLAT_CODE, 0, -1, CODE_RIGHTS, BIG | GRANULAR);
        descriptor(Kernel.FLAT_DATA, 0, -1, DATA_RIGHTS, BIG | GRANULAR);
        descriptor(Kernel.FLAT_USER, 0, -1, DATA_RIGHTS | dpl, BIG | GRANULAR);
        if (shape.flat()) {
            descriptor(Kernel.CODE, 0, -1, CODE_RIGHTS | dpl, BIG | GRANULAR);
            descriptor(Kernel.DATA, 0, -1, DATA_RIGHTS | dpl, BIG | GRANULAR);
            descriptor(Kernel.EXTRA, 0, -1, DATA_RIGHTS | dpl, BIG | GRANULAR);
        } else {
            descriptor(Kernel.CODE, shape.codeBase(), shape.bits() == 16 ? 0xFFFF : Shape.CODE + 0x8000, CODE_RIGHTS | dpl, shape.bits() == 32 ? BIG : 0);
            descriptor(Kernel.DATA, shape.dataBase(), shape.dataLimit(shape.dataBase()), DATA_RIGHTS | dpl, BIG);
            descriptor(Kernel.EXTRA, shape.extraBase(), shape.dataLimit(shape.extraBase()), DATA_RIGHTS | dpl, BIG);
            descriptor(Kernel.STACK, shape.stackBase(), shape.wideStack() ? Shape.STACK_END - shape.stackBase() : 0xFFFF, DATA_RIGHTS | dpl, shape.wideStack() ? BIG : 0);
        }
        descriptor(Kernel.TASK, Shape.TSS, 0x67, 0x89, 0);
        memory.write32(Shape.TSS + 4, Shape.KERNEL_STACK);
        memory.write32(Shape.TSS + 8, Kernel.FLAT_DATA);
        memory.write16(Shape.TSS + 0x66, 0x68);
        for (int vector = 0; vector < 256; vector++) {
            boolean ours = Kernel.ours(vector);
            int handler = Shape.HANDLERS + Kernel.handler(ours ? vector : 13);
            boolean open = vector == 3 || vector == 4 || vector == Kernel.PLAIN || vector == Kernel.END;
            memory.write32(Shape.IDT + 8 * vector, Kernel.FLAT_CODE << 16 | handler & 0xFFFF);
            memory.write32(Shape.IDT + 8 * vector + 4, handler & 0xFFFF0000 | (ours ? open ? 0xEE00 : 0x8E00 : 0));
        }
    }

    private void descriptor(int selector, int base, int limit, int rights, int size) {
        int last = (size & GRANULAR) != 0 ? 0xFFFFF : limit;
        memory.write32(Shape.GDT + selector, base << 16 | last & 0xFFFF);
        memory.write32(Shape.GDT + selector + 4, base & 0xFF000000 | (size | last >>> 16 & 15) << 16 | rights << 8 | base >>> 16 & 0xFF);
    }

    private void pages(Shape shape) {
        memory.write32(Shape.DIRECTORY, Shape.TABLE | 7);
        for (int page = 0; page < 0x400; page++) {
            int linear = page << 12;
            int frame = linear >= Shape.ALIAS + Shape.CODE && linear < Shape.ALIAS + Shape.STACK_END ? linear - Shape.ALIAS : linear;
            boolean program = frame >= Shape.CODE && frame < Shape.STACK_END;
            boolean lazy = linear >= Shape.DATA + 0x1000 && linear < Shape.DATA_END && page % 3 != 0;
            boolean readOnly = linear == Shape.DATA_END - 0x4000;
            memory.write32(Shape.TABLE + 4 * page, frame | (program ? 4 : 0) | (lazy ? 0x200 : 1) | (readOnly ? 0 : 2));
        }
        memory.write32(Shape.TABLE + 4 * (Shape.DATA_END + 0x2000 >>> 12), 0);
    }

    @Override
    public void runTo(long time) {
        while (cpu.time < time && !ended) {
            if (cpu.time >= next) {
                pending = true;
                next = gap();
            }
            cpu.deadline = Math.min(time, next);
            Stop stop = cpu.run();
            if (stop == Stop.BREAKPOINT) {
                hits.add("%08x at %d".formatted(cpu.linearEip(), cpu.time));
            } else if (stop != Stop.DEADLINE) {
                ended = true;
            }
        }
        if (cpu.time >= next) {
            pending = true;
            next = gap();
        }
    }

    boolean ended() {
        return ended;
    }

    @Override
    public Cpu cpu() {
        return cpu;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public String hash() {
        long[] sum = {1};
        StateSink sink = new StateSink() {
            @Override
            public void add(long value) {
                sum[0] = Long.rotateLeft((sum[0] ^ value) * 0x9E3779B97F4A7C15L, 29);
            }

            @Override
            public void add(byte[] bytes, int offset, int length) {
                for (int k = offset; k < offset + length; k++) {
                    add(bytes[k]);
                }
            }
        };
        cpu.hash(sink);
        return Long.toHexString(sum[0]);
    }

    @Override
    public int in(int port, int bytes) {
        return (int) (cpu.time * 0x9E3779B1L >>> 8) & -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        if (port == Kernel.STOP_PORT) {
            cpu.stopRequested = true;
        }
    }

    @Override
    public boolean raised() {
        return pending;
    }

    @Override
    public int acknowledge() {
        pending = false;
        return Kernel.TIMER;
    }
}

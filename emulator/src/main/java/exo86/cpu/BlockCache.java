package exo86.cpu;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.mmu.CodeWatcher;
import exo86.mmu.Memory;
import exo86.mmu.Mmu;
import java.util.Arrays;

/**
 * Decoded blocks, by linear address for speed and by physical address for truth.
 *
 * <p>A block found by linear address is right if the read map of the current level has the block's page there: the map is a subset of the TLB, so
 * nothing that a fetch would have to do is left out, and a CR3 load costs a block no more than the first access to its page. Otherwise the address
 * is translated and the block looked up in the {@link CodePage} where that leads.
 *
 * <p>The lines that blocks were decoded from are marked in {@link Memory}. A write to one ends the running block. Blocks that hold a byte of it become
 * stale: when they are asked for again, what was written is decoded anew, most often an immediate of one instruction, and the rest stays. A stale
 * block that is written again is dropped, so what was code once and is data now costs two writes. Code that is written again and again is
 * slow to become hot: see {@link CodePage#heat}.
 */
final class BlockCache implements CodeWatcher {
    private static final int MAX_INSTRUCTIONS = 32;
    /** Lines before the one where a block ends in which it may begin. */
    private static final int REACH = (MAX_INSTRUCTIONS * 15 + Memory.LINE - 1) / Memory.LINE;
    private static final int MAX_BLOCKS = 1 << 17;
    private static final int LINEAR_MASK = 0xFFFF;

    /** Counts writes to code: instructions that were decoded before one may not stand there any more. */
    int changes;

    private final Cpu cpu;
    private final Mmu mmu;
    private final Memory memory;
    private final Block[] byLinear = new Block[LINEAR_MASK + 1];
    private final CodePage[] pages;
    private final byte[] window = new byte[16];
    private final Instruction[] decoded = new Instruction[MAX_INSTRUCTIONS];
    /** The last prefix of a block, which may be running. */
    private Block prefix;
    private int count;

    BlockCache(Cpu cpu) {
        this.cpu = cpu;
        this.mmu = cpu.mmu;
        this.memory = cpu.memory;
        this.pages = new CodePage[memory.size() >>> 12];
        memory.watchCode(this);
    }

    /** The block at linear address {@code linear}; #PF if it cannot be fetched. */
    Block find(int linear) {
        Block block = byLinear[slot(linear)];
        if (block != null && block.linear == linear && block.mode == cpu.mode && (block.generation == mmu.generation || holds(block))) {
            return block;
        }
        return findByPhysical(linear);
    }

    /** Whether {@code block}, of the current mode, may run although translations have changed since it was looked up. */
    boolean holds(Block block) {
        if (mmu.readMap[block.linear >>> 12] != block.page) {
            return false;
        }
        block.generation = mmu.generation;
        return true;
    }

    /** The block that {@link #find} would most likely find, for the running mode; its generation says whether it may run. */
    Block guess(int linear) {
        Block block = byLinear[slot(linear)];
        return block != null && block.linear == linear && block.mode == cpu.mode ? block : Block.unresolved(linear);
    }

    private static int slot(int linear) {
        return (linear ^ linear >>> 14) & LINEAR_MASK;
    }

    private Block findByPhysical(int linear) {
        int physical = mmu.fetch(linear);
        int page = memory.readOffset(physical);
        if (page < 0) {
            return outsideMemory(linear, physical);
        }
        int at = page | linear & 0xFFF;
        CodePage blocks = pages[at >>> 12];
        if (blocks != null) {
            for (Block block = blocks.first[CodePage.line(at)]; block != null; block = block.nextInLine) {
                if (block.physical == at && block.linear == linear && block.mode == cpu.mode && fits(block)) {
                    if (!block.isStale() || repair(block)) {
                        return enter(block);
                    }
                    drop(block);
                    break;
                }
            }
        }
        if (count >= MAX_BLOCKS) {
            cpu.dropCode();
        }
        Block block = build(linear, at, MAX_INSTRUCTIONS);
        record(block);
        block.heat = pages[at >>> 12].heat(block, cpu.engine.heat());
        return enter(block);
    }

    private boolean fits(Block block) {
        if (block.secondPage >= 0 && secondPage(block.linear) != block.secondPage) {
            return false;
        }
        Breakpoints breakpoints = cpu.breakpoints();
        if (!breakpoints.isEmpty()) {
            int at = block.linear;
            for (int k = 1; k < block.count; k++) {
                at += block.instructions[k - 1].length;
                if (breakpoints.contains(at)) {
                    return false;
                }
            }
        }
        return true;
    }

    private int secondPage(int linear) {
        return memory.readOffset(mmu.fetch((linear & ~0xFFF) + 0x1000));
    }

    /** A block across two pages, or at a breakpoint, is looked up each time: its generation stays {@link Block#NEVER}. */
    private Block enter(Block block) {
        if (block.secondPage < 0 && !block.stops) {
            block.generation = mmu.generation;
        }
        byLinear[slot(block.linear)] = block;
        return block;
    }

    /** The first {@code limit} instructions of {@code block}, fewer than it has, as a block that {@link #find} does not know. */
    Block prefix(Block block, int limit) {
        if (limit == 1 && block.single != null) {
            return prefix = block.single;
        }
        prefix = build(block.linear, block.physical, limit);
        if (limit == 1) {
            block.single = prefix;
        }
        return prefix;
    }

    /** Decodes the written bytes of a stale block anew; false if that changes where its instructions begin or where it ends. */
    private boolean repair(Block block) {
        int bits = (block.mode & Block.BIG) != 0 ? 32 : 16;
        int begin = 0;
        for (int k = 0; k < block.count; k++) {
            Instruction old = block.instructions[k];
            int end = begin + old.length;
            if (begin < block.staleTo && block.staleFrom < end) {
                Instruction fresh = new Instruction();
                int at = block.physical + begin;
                int length = Decoder.decode(memory.bytes, at, (at & ~0xFFF) + 0x1000, bits, fresh);
                if (length != old.length || Executor.endsBlock(fresh) != Executor.endsBlock(old)) {
                    return false;
                }
                block.instructions[k] = fresh;
            }
            begin = end;
        }
        block.restart((block.mode & Block.FLAT) != 0 ? Operations.of(block) : null);
        block.heat = pages[block.physical >>> 12].heat(block, cpu.engine.heat());
        return true;
    }

    private Block build(int linear, int at, int limit) {
        boolean big = (cpu.mode & Block.BIG) != 0;
        int pageEnd = (at & ~0xFFF) + 0x1000;
        int n = 0;
        int offset = 0;
        int second = -1;
        while (n < limit) {
            if (offset > 0 && (at + offset >= pageEnd || cpu.breakpoints().contains(linear + offset))) {
                break;
            }
            Instruction instruction = new Instruction();
            int length = Decoder.decode(memory.bytes, at + offset, pageEnd, big ? 32 : 16, instruction);
            if (length == Decoder.TRUNCATED) {
                if (offset > 0) {
                    break;
                }
                second = secondPage(linear);
                length = decodeAcross(linear, big, instruction);
            }
            offset += length;
            decoded[n++] = instruction;
            if (second >= 0 || Executor.endsBlock(instruction)) {
                break;
            }
        }
        Block block = new Block(linear, at, cpu.mode, Arrays.copyOf(decoded, n), offset, second);
        stopBefore(block);
        if ((cpu.mode & Block.FLAT) != 0) {
            block.first = Operations.of(block);
        }
        return block;
    }

    /** Decodes the instruction at {@code linear}, which goes on in the next page. */
    private int decodeAcross(int linear, boolean big, Instruction into) {
        int first = mmu.fetch(linear);
        int next = mmu.fetch((linear & ~0xFFF) + 0x1000);
        int inPage = 0x1000 - (linear & 0xFFF);
        for (int k = 0; k < window.length; k++) {
            window[k] = (byte) memory.read8(k < inPage ? first + k : next + k - inPage);
        }
        return Decoder.decode(window, 0, window.length, big ? 32 : 16, into);
    }

    /** Code where there is no memory, all ones: decoded each time. */
    private Block outsideMemory(int linear, int physical) {
        Instruction instruction = new Instruction();
        Arrays.fill(window, (byte) 0xFF);
        int length = Decoder.decode(window, 0, window.length, (cpu.mode & Block.BIG) != 0 ? 32 : 16, instruction);
        Block block = new Block(linear, physical, cpu.mode, new Instruction[] {instruction}, length, -1);
        block.first = Operations.of(block);
        stopBefore(block);
        return block;
    }

    private void stopBefore(Block block) {
        if (cpu.breakpointAt(block.linear)) {
            block.stopBefore();
        }
    }

    private void record(Block block) {
        count++;
        CodePage page = page(block.physical);
        int line = CodePage.line(block.physical);
        block.nextInLine = page.first[line];
        page.first[line] = block;
        mark(block.physical, block.endInPage());
        if (block.secondPage >= 0) {
            CodePage second = page(block.secondPage);
            block.nextCrossing = second.crossing;
            second.crossing = block;
            mark(block.secondPage, block.secondPage + block.length - (block.endInPage() - block.physical));
        }
    }

    private CodePage page(int at) {
        CodePage page = pages[at >>> 12];
        if (page == null) {
            page = new CodePage();
            pages[at >>> 12] = page;
        }
        return page;
    }

    private void mark(int from, int to) {
        if (!memory.isCodePage(from)) {
            mmu.holdsCode(from & ~0xFFF);
        }
        for (int line = from & -Memory.LINE; line < to; line += Memory.LINE) {
            memory.markCode(line);
        }
    }

    boolean rewritten(int at) {
        CodePage page = pages[at >>> 12];
        return page != null && page.rewritten(at, cpu.time);
    }

    @Override
    public boolean codeWritten(int at, int length) {
        changes++;
        if (prefix != null && prefix.physical < at + length && at < prefix.endInPage()) {
            prefix.stop();
            prefix = null;
        }
        cpu.engine.codeWritten(at & -Memory.LINE);
        CodePage page = pages[at >>> 12];
        if (page == null) {
            return false;
        }
        page.written(at, cpu.time);
        int from = at & -Memory.LINE;
        boolean holds = false;
        int line = CodePage.line(at);
        for (int first = Math.max(0, line - REACH); first <= line; first++) {
            Block next;
            for (Block block = page.first[first]; block != null; block = next) {
                next = block.nextInLine;
                int end = block.endInPage();
                boolean hit = block.physical < at + length && at < end;
                holds |= hit ? spoil(block, at - block.physical, length) : block.physical < from + Memory.LINE && from < end;
            }
        }
        if (line == 0) {
            Block next;
            for (Block block = page.crossing; block != null; block = next) {
                next = block.nextCrossing;
                boolean hit = at - block.secondPage < block.length - (block.endInPage() - block.physical);
                if (hit) {
                    drop(block);
                }
                holds |= !hit;
            }
        }
        return holds;
    }

    /** {@code length} bytes at {@code offset}, which may begin before the block, have been written; false if that drops the block. */
    private boolean spoil(Block block, int offset, int length) {
        if (block.isStale() || block.secondPage >= 0) {
            drop(block);
            return false;
        }
        block.stop();
        block.staleFrom = offset;
        block.staleTo = offset + length;
        return true;
    }

    private void drop(Block block) {
        count--;
        block.stop();
        CodePage page = pages[block.physical >>> 12];
        int line = CodePage.line(block.physical);
        if (page.first[line] == block) {
            page.first[line] = block.nextInLine;
        } else {
            Block before = page.first[line];
            while (before.nextInLine != block) {
                before = before.nextInLine;
            }
            before.nextInLine = block.nextInLine;
        }
        if (block.secondPage >= 0) {
            dropCrossing(pages[block.secondPage >>> 12], block);
        }
    }

    private static void dropCrossing(CodePage second, Block block) {
        if (second.crossing == block) {
            second.crossing = block.nextCrossing;
            return;
        }
        Block before = second.crossing;
        while (before.nextCrossing != block) {
            before = before.nextCrossing;
        }
        before.nextCrossing = block.nextCrossing;
    }

    /** Forgets the blocks that hold the byte at {@code linear}, in every address space. */
    void dropAt(int linear) {
        for (CodePage page : pages) {
            for (int line = 0; page != null && line < page.first.length; line++) {
                Block next;
                for (Block block = page.first[line]; block != null; block = next) {
                    next = block.nextInLine;
                    if (Integer.compareUnsigned(linear - block.linear, block.length) < 0) {
                        drop(block);
                    }
                }
            }
        }
        changes++;
    }

    /** Forgets every block. */
    void dropAll() {
        Arrays.fill(byLinear, null);
        for (int page = 0; page < pages.length; page++) {
            if (pages[page] != null) {
                for (Block block : pages[page].first) {
                    for (; block != null; block = block.nextInLine) {
                        block.stop();
                    }
                }
                pages[page] = null;
                for (int line = page << 12; line < page + 1 << 12; line += Memory.LINE) {
                    memory.unmarkCode(line);
                }
            }
        }
        count = 0;
        changes++;
    }
}

package exo86.cpu;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.mmu.CodeWatcher;
import exo86.mmu.Memory;
import exo86.mmu.Mmu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decoded blocks, by linear address for speed and by physical address for truth.
 *
 * <p>A block found by linear address is right if its generation is that of the MMU: no translation has changed since. Otherwise the address is
 * translated anew and the block looked up by where that leads. The lines that blocks were decoded from are marked in {@link Memory}; a write
 * to one drops its blocks and ends the block that is running.
 */
final class BlockCache implements CodeWatcher {
    private static final int MAX_INSTRUCTIONS = 32;
    private static final int MAX_BLOCKS = 1 << 17;
    private static final int LINEAR_MASK = 0xFFFF, BUCKET_MASK = 0x3FFF;

    /** Counts writes to code: instructions that were decoded before one may not stand there any more. */
    int changes;

    private final Cpu cpu;
    private final Mmu mmu;
    private final Memory memory;
    private final Block[] byLinear = new Block[LINEAR_MASK + 1];
    private final Block[] byPhysical = new Block[BUCKET_MASK + 1];
    private final List<List<Block>> byPage;
    private final byte[] window = new byte[16];
    private final Instruction[] decoded = new Instruction[MAX_INSTRUCTIONS];
    /** The last prefix of a block, which may be running. */
    private Block prefix;
    private int count;

    BlockCache(Cpu cpu) {
        this.cpu = cpu;
        this.mmu = cpu.mmu;
        this.memory = cpu.memory;
        int pages = memory.size() >>> 12;
        byPage = new ArrayList<>(pages);
        for (int k = 0; k < pages; k++) {
            byPage.add(null);
        }
        memory.watchCode(this);
    }

    /** The block at linear address {@code linear}; #PF if it cannot be fetched. */
    Block find(int linear) {
        Block block = byLinear[slot(linear)];
        if (block != null && block.linear == linear && block.generation == mmu.generation && block.mode == cpu.mode) {
            return block;
        }
        return findByPhysical(linear);
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
        for (Block block = byPhysical[bucket(at)]; block != null; block = block.nextInBucket) {
            if (block.physical == at && block.linear == linear && block.mode == cpu.mode && fits(block)) {
                return enter(block);
            }
        }
        if (count >= MAX_BLOCKS) {
            dropAll();
        }
        Block block = build(linear, at, MAX_INSTRUCTIONS);
        block.heat = cpu.engine.heat();
        record(block);
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

    /** A block across two pages is looked up each time: its generation stays {@link Block#NEVER}. */
    private Block enter(Block block) {
        if (block.secondPage < 0) {
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

    private static int bucket(int at) {
        return (at ^ at >>> 13) & BUCKET_MASK;
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
        return block;
    }

    private void record(Block block) {
        count++;
        int bucket = bucket(block.physical);
        block.nextInBucket = byPhysical[bucket];
        byPhysical[bucket] = block;
        int inPage = Math.min(block.length, 0x1000 - (block.physical & 0xFFF));
        mark(block, block.physical, inPage);
        if (block.secondPage >= 0) {
            mark(block, block.secondPage, block.length - inPage);
        }
    }

    private void mark(Block block, int at, int length) {
        int page = at >>> 12;
        List<Block> blocks = byPage.get(page);
        if (blocks == null) {
            blocks = new ArrayList<>();
            byPage.set(page, blocks);
        }
        blocks.add(block);
        if (!memory.isCodePage(page << 12)) {
            mmu.holdsCode(page << 12);
        }
        for (int line = at & -Memory.LINE; line < at + length; line += Memory.LINE) {
            memory.markCode(line);
        }
    }

    @Override
    public void codeWritten(int line) {
        memory.unmarkCode(line);
        changes++;
        if (prefix != null && overlaps(prefix, line)) {
            prefix.stop();
            prefix = null;
        }
        cpu.engine.codeWritten(line);
        List<Block> blocks = byPage.get(line >>> 12);
        if (blocks == null) {
            return;
        }
        List<Block> dropped = new ArrayList<>();
        for (Block block : blocks) {
            if (overlaps(block, line)) {
                dropped.add(block);
            }
        }
        dropped.forEach(this::drop);
    }

    private static boolean overlaps(Block block, int line) {
        int inPage = Math.min(block.length, 0x1000 - (block.physical & 0xFFF));
        return overlaps(block.physical, inPage, line) || block.secondPage >= 0 && overlaps(block.secondPage, block.length - inPage, line);
    }

    private static boolean overlaps(int at, int length, int line) {
        return at < line + Memory.LINE && line < at + length;
    }

    private void drop(Block block) {
        count--;
        block.stop();
        byPage.get(block.physical >>> 12).remove(block);
        if (block.secondPage >= 0) {
            byPage.get(block.secondPage >>> 12).remove(block);
        }
        int bucket = bucket(block.physical);
        if (byPhysical[bucket] == block) {
            byPhysical[bucket] = block.nextInBucket;
            return;
        }
        for (Block b = byPhysical[bucket]; b != null; b = b.nextInBucket) {
            if (b.nextInBucket == block) {
                b.nextInBucket = block.nextInBucket;
                return;
            }
        }
    }

    /** Forgets every block. */
    void dropAll() {
        Arrays.fill(byLinear, null);
        for (Block head : byPhysical) {
            for (Block block = head; block != null; block = block.nextInBucket) {
                block.stop();
            }
        }
        Arrays.fill(byPhysical, null);
        for (int page = 0; page < byPage.size(); page++) {
            if (byPage.get(page) != null) {
                byPage.set(page, null);
                for (int line = page << 12; line < page + 1 << 12; line += Memory.LINE) {
                    memory.unmarkCode(line);
                }
            }
        }
        count = 0;
        changes++;
    }
}

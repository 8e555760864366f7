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

    /** Instructions of the running block that may still run, counted from its start: a write to code makes it 0. */
    int blockEnd;

    private final Cpu cpu;
    private final Mmu mmu;
    private final Memory memory;
    private final Block[] byLinear = new Block[LINEAR_MASK + 1];
    private final Block[] byPhysical = new Block[BUCKET_MASK + 1];
    private final List<List<Block>> byPage;
    private final byte[] window = new byte[16];
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
        Block block = byLinear[(linear ^ linear >>> 14) & LINEAR_MASK];
        if (block != null && block.linear == linear && block.generation == mmu.generation && block.mode == cpu.mode && block.secondPage < 0) {
            return block;
        }
        return findByPhysical(linear);
    }

    private Block findByPhysical(int linear) {
        int physical = mmu.fetch(linear);
        int page = memory.readOffset(physical);
        if (page < 0) {
            return outsideMemory(linear, physical);
        }
        int at = page | linear & 0xFFF;
        for (Block block = byPhysical[bucket(at)]; block != null; block = block.nextInBucket) {
            if (block.physical == at && block.mode == cpu.mode && fits(block, linear)) {
                return enter(block, linear);
            }
        }
        return enter(build(linear, at), linear);
    }

    private boolean fits(Block block, int linear) {
        if (block.secondPage >= 0 && secondPage(linear) != block.secondPage) {
            return false;
        }
        Breakpoints breakpoints = cpu.breakpoints();
        if (!breakpoints.isEmpty()) {
            for (int k = 1; k < block.operations.length; k++) {
                if (breakpoints.contains(linear + block.operations[k].begin)) {
                    return false;
                }
            }
        }
        return true;
    }

    private int secondPage(int linear) {
        return memory.readOffset(mmu.fetch((linear & ~0xFFF) + 0x1000));
    }

    private Block enter(Block block, int linear) {
        block.linear = linear;
        block.generation = mmu.generation;
        byLinear[(linear ^ linear >>> 14) & LINEAR_MASK] = block;
        return block;
    }

    private static int bucket(int at) {
        return (at ^ at >>> 13) & BUCKET_MASK;
    }

    private Block build(int linear, int at) {
        if (count >= MAX_BLOCKS) {
            dropAll();
        }
        boolean big = (cpu.mode & Block.BIG) != 0;
        boolean flat = (cpu.mode & Block.FLAT) != 0;
        int pageEnd = (at & ~0xFFF) + 0x1000;
        List<Block.Operation> operations = new ArrayList<>();
        int offset = 0;
        int second = -1;
        while (operations.size() < MAX_INSTRUCTIONS) {
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
            Block.Operation operation = operation(instruction, offset, flat);
            offset += length;
            operations.add(operation);
            if (operation.ends || second >= 0) {
                break;
            }
        }
        Block block = new Block(at, cpu.mode, operations.toArray(new Block.Operation[0]), offset, second);
        block.heat = cpu.engine.heat();
        record(block);
        return block;
    }

    private static Block.Operation operation(Instruction instruction, int offset, boolean flat) {
        Block.Operation operation = new Block.Operation();
        operation.instruction = instruction;
        operation.begin = offset;
        operation.end = offset + instruction.length;
        Form.choose(operation, flat);
        return operation;
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
        Block.Operation[] operations = {operation(instruction, 0, false)};
        return new Block(physical, cpu.mode, operations, length, -1);
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
        blockEnd = 0;
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
        block.generation = Block.DROPPED;
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
                block.generation = Block.DROPPED;
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
        blockEnd = 0;
    }
}

package exo86.machine;

import exo86.machine.MultibootKernel.Module;
import exo86.machine.MultibootKernel.Piece;
import exo86.mmu.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a kernel, its modules and the multiboot information go, and the mailbox that makes the firmware enter it.
 *
 * <p>The kernel goes where it says; modules follow it, each on a page of its own; the information block with memory map,
 * module list and texts lies at 9000h, or after the modules when the kernel or the texts need that room. Below 1 MiB a
 * kernel may use 8000h to 9FC00h: the firmware works below, its data lie above.
 */
final class MultibootLoader {
    private static final int MAILBOX = 0x4F0;
    private static final int BOOT_MAGIC = 0x2BADB002;
    private static final int LOW_START = 0x8000;
    private static final int LOW_END = 0x9FC00;
    private static final int HIGH_START = 0x100000;
    private static final int INFORMATION = 0x9000;
    private static final int INFORMATION_END = 0xC000;
    private static final int PAGE = 0x1000;
    private static final int HEADER = 120;
    private static final int MAP_ENTRY = 24;
    private static final int HAS_MEMORY = 1;
    private static final int HAS_COMMAND_LINE = 1 << 2;
    private static final int HAS_MODULES = 1 << 3;
    private static final int HAS_MAP = 1 << 6;
    private static final int HAS_NAME = 1 << 9;

    private final List<Piece> pieces;
    private final int entry;
    private final int information;

    private MultibootLoader(List<Piece> pieces, int entry, int information) {
        this.pieces = pieces;
        this.entry = entry;
        this.information = information;
    }

    static MultibootLoader plan(String name, List<Piece> kernel, int entry, int megabytes, String commandLine,
            List<Module> modules) throws ImageException {
        long top = (long) megabytes << 20;
        long end = HIGH_START;
        boolean informationFree = true;
        for (Piece piece : kernel) {
            long from = piece.address() & 0xffff_ffffL;
            long to = from + piece.size();
            boolean low = from >= LOW_START && to <= LOW_END;
            if (!low && from < HIGH_START && piece.size() > 0) {
                throw new ImageException("%s: it wants to be loaded at %08x..%08x, where the machine has firmware data or no memory"
                        .formatted(name, from, to), "link the kernel to 00100000 or above (8000..9fc00 is also free)");
            }
            if (to > top) {
                throw new ImageException("%s: it wants to be loaded up to %08x, but memory ends at %08x"
                        .formatted(name, to, top), "give the machine more memory with -m");
            }
            end = Math.max(end, to);
            informationFree &= to <= INFORMATION || from >= INFORMATION_END;
        }
        List<Piece> pieces = new ArrayList<>(kernel);
        List<int[]> ranges = new ArrayList<>();
        for (Module module : modules) {
            long at = end + PAGE - 1 & -PAGE;
            end = at + module.content().length;
            if (end > top) {
                throw new ImageException("%s: its modules do not fit into %d MiB of memory".formatted(name, megabytes),
                        "give the machine more memory with -m");
            }
            pieces.add(new Piece((int) at, module.content(), module.content().length));
            ranges.add(new int[] {(int) at, (int) end});
        }
        int size = information(0, megabytes, commandLine, modules, ranges).length;
        long place = informationFree && size <= INFORMATION_END - INFORMATION ? INFORMATION : end + PAGE - 1 & -PAGE;
        if (place + size > top) {
            throw new ImageException("%s: the kernel leaves no memory for the multiboot information".formatted(name),
                    "give the machine more memory with -m");
        }
        byte[] block = information((int) place, megabytes, commandLine, modules, ranges);
        pieces.add(new Piece((int) place, block, block.length));
        return new MultibootLoader(pieces, entry, (int) place);
    }

    private static byte[] information(int base, int megabytes, String commandLine, List<Module> modules, List<int[]> ranges) {
        int[][] map = {{0, LOW_END, 1}, {LOW_END, 0x400, 2}, {0xF0000, 0x10000, 2},
            {HIGH_START, (megabytes << 20) - HIGH_START, 1}, {0xFFFF0000, 0x10000, 2}};
        int mapAt = base + HEADER;
        int modulesAt = mapAt + map.length * MAP_ENTRY;
        int textAt = modulesAt + 16 * modules.size();
        List<byte[]> texts = new ArrayList<>();
        texts.add(zeroEnded(commandLine));
        texts.add(zeroEnded("exo86"));
        for (Module module : modules) {
            texts.add(zeroEnded(module.commandLine()));
        }
        int size = textAt - base + texts.stream().mapToInt(text -> text.length).sum();
        ByteBuffer block = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(0, HAS_MEMORY | HAS_COMMAND_LINE | HAS_MAP | HAS_NAME | (modules.isEmpty() ? 0 : HAS_MODULES));
        block.putInt(4, LOW_END >> 10);
        block.putInt(8, (megabytes << 10) - 1024);
        block.putInt(16, textAt);
        block.putInt(20, modules.size());
        block.putInt(24, modulesAt);
        block.putInt(44, map.length * MAP_ENTRY);
        block.putInt(48, mapAt);
        block.putInt(64, textAt + texts.getFirst().length);
        for (int i = 0; i < map.length; i++) {
            int at = HEADER + i * MAP_ENTRY;
            block.putInt(at, MAP_ENTRY - 4);
            block.putLong(at + 4, map[i][0] & 0xffff_ffffL);
            block.putLong(at + 12, map[i][1] & 0xffff_ffffL);
            block.putInt(at + 20, map[i][2]);
        }
        int text = textAt;
        for (int i = 0; i < texts.size(); i++) {
            if (i >= 2) {
                int at = modulesAt - base + 16 * (i - 2);
                block.putInt(at, ranges.get(i - 2)[0]);
                block.putInt(at + 4, ranges.get(i - 2)[1]);
                block.putInt(at + 8, text);
            }
            block.put(text - base, texts.get(i));
            text += texts.get(i).length;
        }
        return block.array();
    }

    private static byte[] zeroEnded(String text) {
        return (text.replace('\0', ' ') + '\0').getBytes(StandardCharsets.UTF_8);
    }

    void place(Memory memory) {
        for (Piece piece : pieces) {
            memory.write(piece.address(), piece.bytes(), 0, piece.bytes().length);
        }
        memory.write32(MAILBOX, BOOT_MAGIC);
        memory.write32(MAILBOX + 4, entry);
        memory.write32(MAILBOX + 8, information);
    }
}

package exo86.image;

import static exo86.image.Ashfs.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// Reads a file system of any origin. Only what is asked for is looked at; [AshfsChecker] looks at everything.
public final class AshfsReader {
    private static final int DEPTH_LIMIT = 64;

    final String name;
    final byte[] disk;
    final int start;
    final int blocks;
    final int inodes;
    final int inodeStart;
    final int bitmapStart;
    final int dataStart;

    /// What an inode says.
    public record Inode(int number, int kind, int links, int size, int time) {
        public boolean directory() {
            return kind == KIND_DIRECTORY;
        }
    }

    /// A name in a directory.
    public record Entry(int inode, String name) { }

    /// Opens the file system at byte `start` of an image; `name` is for messages.
    public AshfsReader(String name, byte[] disk, int start, int length) throws ImageException {
        this.name = name;
        this.disk = disk;
        this.start = start;
        check(length >= 4 * BLOCK && start >= 0 && start <= disk.length - length, start,
            "a partition of " + length + " bytes, expected at least 16384 inside the image");
        check(Arrays.equals(disk, start, start + 8, MAGIC, 0, 8), start, "no file system, expected it to start with ASHFS1");
        check(field(8) == VERSION, start + 8, "file system version " + field(8) + ", expected 1");
        blocks = field(SUPER_BLOCKS);
        inodes = field(SUPER_INODES);
        inodeStart = field(SUPER_INODE_START);
        bitmapStart = field(SUPER_BITMAP_START);
        dataStart = field(SUPER_DATA_START);
        int inodeBlocks = field(SUPER_INODE_BLOCKS);
        int bitmapBlocks = field(SUPER_BITMAP_BLOCKS);
        check(blocks >= 4 && blocks <= length / BLOCK, start + SUPER_BLOCKS, blocks + " blocks, expected 4 to " + length / BLOCK);
        check(inodeStart >= 1 && inodeBlocks >= 1 && inodeBlocks <= blocks && inodeStart <= blocks - inodeBlocks,
            start + SUPER_INODE_START, inodeBlocks + " inode blocks from " + inodeStart + " on, expected them inside "
                + blocks + " blocks behind the first");
        check(inodes >= 2 && inodes <= inodeBlocks * INODES_PER_BLOCK, start + SUPER_INODES, inodes
            + " inodes, expected 2 to " + inodeBlocks * INODES_PER_BLOCK);
        check(bitmapStart >= 1 && bitmapBlocks >= 1 && bitmapBlocks <= blocks && bitmapStart <= blocks - bitmapBlocks
            && bitmapBlocks * (BLOCK * 8L) >= blocks, start + SUPER_BITMAP_START, bitmapBlocks + " bitmap blocks from "
                + bitmapStart + " on, expected them inside " + blocks + " blocks with a bit for each");
        check(dataStart >= inodeStart + inodeBlocks && dataStart >= bitmapStart + bitmapBlocks && dataStart <= blocks,
            start + SUPER_DATA_START, "data from block " + dataStart + " on, expected it behind inodes and bitmap");
        check(field(SUPER_ROOT) == ROOT, start + SUPER_ROOT, "root inode " + field(SUPER_ROOT) + ", expected 1");
    }

    /// The inode at a path like `/bin/ls`.
    public Inode lookup(String path) throws ImageException {
        Inode here = inode(ROOT);
        for (String part : path.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            if (!here.directory()) {
                throw new ImageException(name + ": error: " + path + ": not a directory before '" + part + "'");
            }
            int next = 0;
            for (Entry entry : entries(here)) {
                next = next == 0 && entry.name.equals(part) ? entry.inode : next;
            }
            if (next == 0) {
                throw new ImageException(name + ": error: " + path + ": no '" + part + "' there");
            }
            here = inode(next);
        }
        return here;
    }

    public Inode inode(int number) throws ImageException {
        check(number >= 1 && number < inodes, start, "inode " + number + ", expected 1 to " + (inodes - 1));
        int at = inodeOffset(number);
        Inode inode = new Inode(number, u16(disk, at), u16(disk, at + INODE_LINKS), u32(disk, at + INODE_SIZE),
            u32(disk, at + INODE_TIME));
        check(inode.kind == KIND_FILE || inode.kind == KIND_DIRECTORY, at, "inode " + number + " of kind " + inode.kind
            + ", expected 1 (file) or 2 (directory)");
        check(inode.size >= 0 && inode.size <= FILE_BLOCKS * BLOCK, at + INODE_SIZE, "inode " + number + " of "
            + Integer.toUnsignedString(inode.size) + " bytes, expected at most " + FILE_BLOCKS * BLOCK);
        return inode;
    }

    /// A file's bytes; holes are zeros.
    public byte[] content(Inode inode) throws ImageException {
        byte[] content = new byte[inode.size];
        for (int i = 0; i * BLOCK < inode.size; i++) {
            int block = blockNumber(inode, i);
            if (block != 0) {
                System.arraycopy(disk, start + block * BLOCK, content, i * BLOCK, Math.min(BLOCK, inode.size - i * BLOCK));
            }
        }
        return content;
    }

    /// A directory's entries that are in use, with `.` and `..`, in their order.
    public List<Entry> entries(Inode directory) throws ImageException {
        byte[] content = content(directory);
        check(content.length % ENTRY == 0, inodeOffset(directory.number) + INODE_SIZE, "directory of " + content.length
            + " bytes, expected a multiple of 64");
        List<Entry> entries = new ArrayList<>();
        for (int at = 0; at < content.length; at += ENTRY) {
            if (u32(content, at) != 0) {
                entries.add(new Entry(u32(content, at), entryName(content, at + 4)));
            }
        }
        return entries;
    }

    static String entryName(byte[] content, int at) {
        int end = at;
        while (end < at + NAME && content[end] != 0) {
            end++;
        }
        return new String(content, at, end - at, StandardCharsets.UTF_8);
    }

    /// Everything below a path, for comparing and extracting. A tree deeper than 64 or larger than the image is refused:
    /// only a damaged one, whose directories contain each other, is.
    public Node tree(String path) throws ImageException {
        return tree(lookup(path), 0, new long[] {disk.length});
    }

    private Node tree(Inode inode, int depth, long[] budget) throws ImageException {
        budget[0] -= inode.size + 1;
        check(depth <= DEPTH_LIMIT && budget[0] >= 0, inodeOffset(inode.number), "directories that contain each other, expected a tree");
        if (!inode.directory()) {
            return new Node.File(content(inode));
        }
        TreeMap<String, Node> children = new TreeMap<>();
        for (Entry entry : entries(inode)) {
            if (!entry.name.equals(".") && !entry.name.equals("..")) {
                children.put(entry.name, tree(inode(entry.inode), depth + 1, budget));
            }
        }
        return new Node.Directory(children);
    }

    /// The block that holds bytes from `index * 4096` on, 0 for a hole.
    private int blockNumber(Inode inode, int index) throws ImageException {
        int at = inodeOffset(inode.number) + INODE_DIRECT + 4 * index;
        if (index >= DIRECT) {
            int indirect = validBlock(inodeOffset(inode.number) + INODE_INDIRECT);
            if (indirect == 0) {
                return 0;
            }
            at = start + indirect * BLOCK + 4 * (index - DIRECT);
        }
        return validBlock(at);
    }

    private int validBlock(int at) throws ImageException {
        int block = u32(disk, at);
        check(block == 0 || block >= dataStart && block < blocks, at, "block " + Integer.toUnsignedString(block)
            + ", expected " + dataStart + " to " + (blocks - 1) + ", or 0 for a hole");
        return block;
    }

    int inodeOffset(int number) {
        return start + inodeStart * BLOCK + number * INODE;
    }

    private int field(int offset) {
        return u32(disk, start + offset);
    }

    private void check(boolean holds, int offset, String problem) throws ImageException {
        if (!holds) {
            throw new ImageException(name, offset, problem);
        }
    }
}

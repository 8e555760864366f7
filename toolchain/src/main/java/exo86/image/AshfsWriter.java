package exo86.image;

import static exo86.image.Ashfs.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes a file system that holds a tree. Inodes and blocks are handed out in the order of a walk through the tree, each
/// directory before its children, each file's blocks together.
final class AshfsWriter {
    private final byte[] disk;
    private final int time;
    private final int inodeCount;
    private final int bitmapStart;
    private int nextInode = ROOT;
    private int nextBlock;

    private AshfsWriter(int blocks, int time) {
        this.disk = new byte[blocks * BLOCK];
        this.time = time;
        int inodeBlocks = Math.max(1, (blocks / 4 + INODES_PER_BLOCK - 1) / INODES_PER_BLOCK);
        int bitmapBlocks = (blocks + BLOCK * 8 - 1) / (BLOCK * 8);
        this.inodeCount = inodeBlocks * INODES_PER_BLOCK;
        this.bitmapStart = 1 + inodeBlocks;
        this.nextBlock = bitmapStart + bitmapBlocks;
        System.arraycopy(MAGIC, 0, disk, 0, MAGIC.length);
        put32(disk, 8, VERSION);
        put32(disk, SUPER_BLOCKS, blocks);
        put32(disk, SUPER_INODES, inodeCount);
        put32(disk, SUPER_INODE_START, 1);
        put32(disk, SUPER_INODE_BLOCKS, inodeBlocks);
        put32(disk, SUPER_BITMAP_START, bitmapStart);
        put32(disk, SUPER_BITMAP_BLOCKS, bitmapBlocks);
        put32(disk, SUPER_DATA_START, nextBlock);
        put32(disk, SUPER_ROOT, ROOT);
    }

    /// The file system's bytes, `blocks` blocks; every file has modification time `time`.
    static byte[] write(int blocks, int time, Node.Directory root) throws ImageException {
        if (blocks < 4) {
            throw new ImageException("error: a file system of " + blocks + " blocks, expected at least 4");
        }
        AshfsWriter writer = new AshfsWriter(blocks, time);
        int inode = writer.allocateInode("/");
        writer.directory(root, inode, inode, "/");
        for (int block = 0; block < writer.nextBlock; block++) {
            writer.disk[writer.bitmapStart * BLOCK + block / 8] |= (byte) (1 << block % 8);
        }
        return writer.disk;
    }

    private void directory(Node.Directory directory, int inode, int parent, String path) throws ImageException {
        int count = directory.entries().size() + 2;
        byte[] content = new byte[count * ENTRY];
        entry(content, 0, inode, ".", path);
        entry(content, 1, parent, "..", path);
        List<Integer> children = new ArrayList<>();
        int subdirectories = 0;
        for (Map.Entry<String, Node> child : directory.entries().entrySet()) {
            String childPath = (path.equals("/") ? "/" : path + "/") + child.getKey();
            int childInode = allocateInode(childPath);
            entry(content, children.size() + 2, childInode, child.getKey(), path);
            children.add(childInode);
            subdirectories += child.getValue() instanceof Node.Directory ? 1 : 0;
        }
        inode(inode, KIND_DIRECTORY, 2 + subdirectories, content, path);
        int next = 0;
        for (Map.Entry<String, Node> child : directory.entries().entrySet()) {
            String childPath = (path.equals("/") ? "/" : path + "/") + child.getKey();
            int childInode = children.get(next++);
            switch (child.getValue()) {
                case Node.File(byte[] bytes) -> inode(childInode, KIND_FILE, 1, bytes, childPath);
                case Node.Directory inner -> directory(inner, childInode, inode, childPath);
            }
        }
    }

    private static void entry(byte[] content, int index, int inode, String name, String path) throws ImageException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= NAME || name.indexOf('/') >= 0 || name.indexOf(0) >= 0) {
            throw new ImageException(path + ": error: name '" + name + "', expected 1 to 59 bytes without '/' or zero");
        }
        put32(content, index * ENTRY, inode);
        System.arraycopy(bytes, 0, content, index * ENTRY + 4, bytes.length);
    }

    private void inode(int number, int kind, int links, byte[] content, String path) throws ImageException {
        int blocks = (content.length + BLOCK - 1) / BLOCK;
        if (blocks > FILE_BLOCKS) {
            throw new ImageException(path + ": error: " + content.length + " bytes, expected at most " + FILE_BLOCKS * BLOCK);
        }
        int at = BLOCK + number * INODE;
        put16(disk, at, kind);
        put16(disk, at + INODE_LINKS, links);
        put32(disk, at + INODE_SIZE, content.length);
        put32(disk, at + INODE_TIME, time);
        int indirect = 0;
        if (blocks > DIRECT) {
            indirect = allocateBlock(path);
            put32(disk, at + INODE_INDIRECT, indirect);
        }
        for (int i = 0; i < blocks; i++) {
            int block = allocateBlock(path);
            put32(disk, i < DIRECT ? at + INODE_DIRECT + 4 * i : indirect * BLOCK + 4 * (i - DIRECT), block);
            System.arraycopy(content, i * BLOCK, disk, block * BLOCK, Math.min(BLOCK, content.length - i * BLOCK));
        }
    }

    private int allocateInode(String path) throws ImageException {
        if (nextInode == inodeCount) {
            throw new ImageException(path + ": error: more than " + (inodeCount - 1) + " files, expected fewer or a larger image");
        }
        return nextInode++;
    }

    private int allocateBlock(String path) throws ImageException {
        if (nextBlock == disk.length / BLOCK) {
            throw new ImageException(path + ": error: the files do not fit into " + disk.length / BLOCK
                + " blocks of 4096 bytes, expected fewer files or a larger image");
        }
        return nextBlock++;
    }
}

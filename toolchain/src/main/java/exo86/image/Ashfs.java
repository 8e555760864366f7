package exo86.image;

/// Numbers of the file system ASHFS, version 1. Everything is little-endian, in blocks of 4096 bytes; see `docs/disk.md`.
final class Ashfs {
    static final int BLOCK = 4096;
    static final byte[] MAGIC = {'A', 'S', 'H', 'F', 'S', '1', 0, 0};
    static final int VERSION = 1;

    static final int SUPER_BLOCKS = 12;
    static final int SUPER_INODES = 16;
    static final int SUPER_INODE_START = 20;
    static final int SUPER_INODE_BLOCKS = 24;
    static final int SUPER_BITMAP_START = 28;
    static final int SUPER_BITMAP_BLOCKS = 32;
    static final int SUPER_DATA_START = 36;
    static final int SUPER_ROOT = 40;

    static final int ROOT = 1;
    static final int INODE = 64;
    static final int INODES_PER_BLOCK = BLOCK / INODE;
    static final int KIND_FREE = 0;
    static final int KIND_FILE = 1;
    static final int KIND_DIRECTORY = 2;
    static final int INODE_LINKS = 2;
    static final int INODE_SIZE = 4;
    static final int INODE_TIME = 8;
    static final int INODE_DIRECT = 12;
    static final int DIRECT = 12;
    static final int INODE_INDIRECT = 60;
    static final int INDIRECT = BLOCK / 4;
    static final int FILE_BLOCKS = DIRECT + INDIRECT;

    static final int ENTRY = 64;
    static final int NAME = 60;

    private Ashfs() { }

    static int u16(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF | (bytes[offset + 1] & 0xFF) << 8;
    }

    static int u32(byte[] bytes, int offset) {
        return u16(bytes, offset) | u16(bytes, offset + 2) << 16;
    }

    static void put16(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) value;
        bytes[offset + 1] = (byte) (value >> 8);
    }

    static void put32(byte[] bytes, int offset, int value) {
        put16(bytes, offset, value);
        put16(bytes, offset + 2, value >> 16);
    }
}

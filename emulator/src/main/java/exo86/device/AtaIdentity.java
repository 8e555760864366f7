package exo86.device;

/** The 256 words that an ATA disk answers to IDENTIFY DEVICE, for a PIO disk with 28-bit addresses. */
final class AtaIdentity {
    private AtaIdentity() { }

    /** Writes the words, little-endian, into the first 512 bytes of a buffer. */
    static void fill(byte[] buffer, AtaGeometry geometry, AtaGeometry current, int multiple) {
        java.util.Arrays.fill(buffer, 0, Disk.SECTOR, (byte) 0);
        word(buffer, 0, 0x0040);
        word(buffer, 1, geometry.cylinders());
        word(buffer, 3, geometry.heads());
        word(buffer, 6, geometry.sectors());
        text(buffer, 10, 10, "EXO86-0001");
        text(buffer, 23, 4, "0.1");
        text(buffer, 27, 20, "EXO86 DISK");
        word(buffer, 47, 0x8000 | Ata.MULTIPLE_MAX);
        word(buffer, 49, 0x0200);
        word(buffer, 51, 0x0200);
        word(buffer, 53, 0x0003);
        word(buffer, 54, current.cylinders());
        word(buffer, 55, current.heads());
        word(buffer, 56, current.sectors());
        doubleWord(buffer, 57, current.cylinders() * current.heads() * current.sectors());
        word(buffer, 59, multiple == 0 ? 0 : 0x0100 | multiple);
        doubleWord(buffer, 60, (int) geometry.total());
        word(buffer, 64, 0x0003);
        word(buffer, 67, 120);
        word(buffer, 68, 120);
        word(buffer, 80, 0x0030);
        word(buffer, 82, 0x4020);
        word(buffer, 83, 0x5000);
        word(buffer, 84, 0x4000);
        word(buffer, 85, 0x4020);
        word(buffer, 86, 0x1000);
        word(buffer, 87, 0x4000);
        word(buffer, 93, 0x6001);
    }

    private static void word(byte[] buffer, int index, int value) {
        buffer[2 * index] = (byte) value;
        buffer[2 * index + 1] = (byte) (value >> 8);
    }

    private static void doubleWord(byte[] buffer, int index, int value) {
        word(buffer, index, value);
        word(buffer, index + 1, value >>> 16);
    }

    /** ATA strings are padded with spaces and have the bytes of each word swapped. */
    private static void text(byte[] buffer, int index, int words, String text) {
        for (int i = 0; i < 2 * words; i++) {
            buffer[2 * index + (i ^ 1)] = (byte) (i < text.length() ? text.charAt(i) : ' ');
        }
    }
}

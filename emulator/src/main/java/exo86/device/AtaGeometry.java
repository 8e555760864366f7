package exo86.device;

/** Cylinders, heads and sectors per track, and the number of sectors that 28-bit addresses reach. */
record AtaGeometry(int cylinders, int heads, int sectors, long total) {
    static final long LARGEST = 0x0fff_ffff;

    /** What a disk of that size reports: 16 heads of 63 sectors, at most 16,383 cylinders. */
    static AtaGeometry of(long total) {
        long reachable = Math.min(total, LARGEST);
        return new AtaGeometry(Math.clamp(reachable / (16 * 63), 1, 16_383), 16, 63, reachable);
    }

    /** The translation that INITIALIZE DEVICE PARAMETERS selects. */
    AtaGeometry translated(int newHeads, int newSectors) {
        int newCylinders = Math.clamp(total / ((long) newHeads * newSectors), 1, 65_535);
        return new AtaGeometry(newCylinders, newHeads, newSectors, total);
    }

    /** The sector's number on the disk, -1 if there is no such place. */
    long address(int cylinder, int head, int sector) {
        if (sector == 0 || sector > sectors || head >= heads) {
            return -1;
        }
        return ((long) cylinder * heads + head) * sectors + sector - 1;
    }
}

package exo86.image;

import static exo86.image.Ashfs.put16;
import static exo86.image.Ashfs.put32;
import static exo86.image.Ashfs.u16;
import static exo86.image.Ashfs.u32;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import exo86.elf.Executable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A whole disk: MBR in sector 0, boot header in sector 1, loader and kernel behind it, and from sector 2048 on the
/// partition with the file system. `docs/disk.md` has the layout of each.
///
/// Kernel and module are stored with their segments only: the loader needs no symbols, and there is less than 1 MiB of room.
public final class DiskImage {
    public static final int SECTOR = 512;
    public static final int PARTITION_SECTOR = 2048;
    /// Free for local use by the alternative OS development partition standard, so nobody mounts it by mistake.
    public static final int PARTITION_TYPE = 0x7F;
    static final int BOOT_CODE_LIMIT = 440;
    static final int LOADER_SECTOR_LIMIT = 60;
    static final int COMMAND_LINE_OFFSET = 64;
    private static final byte[] HEADER_MAGIC = "EXO86HDR".getBytes(StandardCharsets.US_ASCII);
    private static final int PARTITION_TABLE = 446;

    private DiskImage() { }

    /// What goes into a disk. The module is the ELF file that the kernel is given. Boot code, loader, kernel and module may be empty for a disk that only holds files; the first two
    /// are flat code, or ELF executables that are flattened. `time` is the files' modification time, seconds since 1970.
    public record Plan(byte[] bootCode, byte[] loader, byte[] kernel, byte[] module, String commandLine, long size, int time, Node.Directory files) {
        public static final long DEFAULT_SIZE = 16L << 20;
        /// 2026-01-01.
        public static final int DEFAULT_TIME = 1_767_225_600;

        public static Plan of(byte[] bootCode, byte[] loader, byte[] kernel, Node.Directory files) {
            return new Plan(bootCode, loader, kernel, new byte[0], "", DEFAULT_SIZE, DEFAULT_TIME, files);
        }
    }

    public static byte[] build(Plan plan) throws ImageException {
        check(plan.size % Ashfs.BLOCK == 0 && plan.size >= (1 << 20) + 16 * Ashfs.BLOCK && plan.size <= 1 << 30,
            "image size " + plan.size + ", expected a multiple of 4096 from 1114112 (1 MiB and 64 KiB) to 1 GiB");
        byte[] disk = new byte[(int) plan.size];
        byte[] bootCode = flat("boot code", plan.bootCode);
        check(bootCode.length <= SECTOR && (bootCode.length <= BOOT_CODE_LIMIT || codeIn(bootCode) <= BOOT_CODE_LIMIT),
            "boot code of " + bootCode.length + " bytes, expected at most 440");
        System.arraycopy(bootCode, 0, disk, 0, Math.min(bootCode.length, BOOT_CODE_LIMIT));
        put32(disk, BOOT_CODE_LIMIT, 0x3638_6F78);
        partition(disk, PARTITION_TABLE, PARTITION_SECTOR, disk.length / SECTOR - PARTITION_SECTOR);
        put16(disk, 510, 0xAA55);
        boot(disk, flat("loader", plan.loader), stripped(plan.kernel), stripped(plan.module), plan.commandLine);
        int partition = PARTITION_SECTOR * SECTOR;
        byte[] files = AshfsWriter.write((disk.length - partition) / Ashfs.BLOCK, plan.time, plan.files);
        System.arraycopy(files, 0, disk, partition, files.length);
        return disk;
    }

    /// The file system in the first partition of our type.
    public static AshfsReader open(String name, byte[] disk) throws ImageException {
        if (disk.length < SECTOR) {
            throw new ImageException(name, disk.length, "the image ends inside its first sector, expected at least 512 bytes");
        }
        if (u16(disk, 510) != 0xAA55) {
            throw new ImageException(name, 510, "no boot signature, expected 55 AA");
        }
        for (int i = 0; i < 4; i++) {
            int at = PARTITION_TABLE + 16 * i;
            if ((disk[at + 4] & 0xFF) == PARTITION_TYPE) {
                long start = Integer.toUnsignedLong(u32(disk, at + 8)) * SECTOR;
                long length = Integer.toUnsignedLong(u32(disk, at + 12)) * SECTOR;
                if (start + length > disk.length) {
                    throw new ImageException(name, at + 8, "partition %d claims bytes 0x%x to 0x%x of 0x%x, expected it inside the image"
                        .formatted(i + 1, start, start + length, disk.length));
                }
                return new AshfsReader(name, disk, (int) start, (int) length);
            }
        }
        throw new ImageException(name, PARTITION_TABLE, "no partition of type 7F, expected one with the file system");
    }

    private static void partition(byte[] disk, int at, int start, int sectors) {
        disk[at] = (byte) 0x80;
        cylinderHeadSector(disk, at + 1, start);
        disk[at + 4] = PARTITION_TYPE;
        cylinderHeadSector(disk, at + 5, start + sectors - 1);
        put32(disk, at + 8, start);
        put32(disk, at + 12, sectors);
    }

    /// The address in the geometry of 255 heads and 63 sectors that everybody assumes.
    private static void cylinderHeadSector(byte[] disk, int at, int sector) {
        int cylinder = Math.min(1023, sector / (255 * 63));
        disk[at] = (byte) (sector / 63 % 255);
        disk[at + 1] = (byte) (sector % 63 + 1 | cylinder >> 2 & 0xC0);
        disk[at + 2] = (byte) cylinder;
    }

    private static void boot(byte[] disk, byte[] loader, byte[] kernel, byte[] module, String commandLine) throws ImageException {
        byte[] command = commandLine.getBytes(StandardCharsets.UTF_8);
        check(command.length < SECTOR - COMMAND_LINE_OFFSET && commandLine.indexOf(0) < 0,
            "command line of " + command.length + " bytes, expected at most 447 without zeros");
        int loaderSectors = (loader.length + SECTOR - 1) / SECTOR;
        check(loaderSectors <= LOADER_SECTOR_LIMIT, "loader of " + loader.length + " bytes, expected at most "
            + LOADER_SECTOR_LIMIT * SECTOR);
        int kernelSector = 2 + loaderSectors;
        int room = (PARTITION_SECTOR - kernelSector) * SECTOR;
        check(kernel.length <= room, "kernel of " + kernel.length + " bytes without symbols, expected at most " + room);
        int moduleSector = kernelSector + (kernel.length + SECTOR - 1) / SECTOR;
        room = (PARTITION_SECTOR - moduleSector) * SECTOR;
        check(module.length <= room, "module of " + module.length + " bytes without symbols, expected at most " + room);
        int header = SECTOR;
        System.arraycopy(HEADER_MAGIC, 0, disk, header, 8);
        int[] words = {1, 2, loaderSectors, kernelSector, kernel.length, PARTITION_SECTOR, moduleSector, module.length};
        for (int i = 0; i < words.length; i++) {
            put32(disk, header + 8 + 4 * i, words[i]);
        }
        System.arraycopy(command, 0, disk, header + COMMAND_LINE_OFFSET, command.length);
        System.arraycopy(loader, 0, disk, 2 * SECTOR, loader.length);
        System.arraycopy(kernel, 0, disk, kernelSector * SECTOR, kernel.length);
        System.arraycopy(module, 0, disk, moduleSector * SECTOR, module.length);
    }

    /// An ELF executable without symbols, sections and debug information.
    public static byte[] stripped(byte[] kernel) throws ImageException {
        if (kernel.length == 0) {
            return kernel;
        }
        try {
            Executable program = ElfReader.readExecutable("kernel", kernel);
            return ElfWriter.write(new Executable(program.name(), program.entry(), program.segments(), List.of(), List.of()));
        } catch (ElfException e) {
            throw new ImageException(e.getMessage());
        }
    }

    /// Code as it lies in memory: flat already, or the segments of an executable from the lowest address on.
    private static byte[] flat(String what, byte[] code) throws ImageException {
        if (code.length < 4 || u32(code, 0) != 0x464C_457F) {
            return code;
        }
        try {
            Executable program = ElfReader.readExecutable(what, code);
            long start = program.segments().stream().mapToLong(s -> Integer.toUnsignedLong(s.physicalAddress())).min().orElse(0);
            long end = program.segments().stream()
                .mapToLong(s -> Integer.toUnsignedLong(s.physicalAddress()) + s.bytes().length).max().orElse(0);
            check(end - start <= LOADER_SECTOR_LIMIT * SECTOR, what + " of " + (end - start) + " bytes, expected at most "
                + LOADER_SECTOR_LIMIT * SECTOR);
            byte[] flat = new byte[(int) (end - start)];
            program.segments().forEach(s -> System.arraycopy(s.bytes(), 0, flat,
                (int) (Integer.toUnsignedLong(s.physicalAddress()) - start), s.bytes().length));
            return flat;
        } catch (ElfException e) {
            throw new ImageException(e.getMessage());
        }
    }

    /// The length without what a whole boot sector of an assembler has at its end: zeros and the signature.
    private static int codeIn(byte[] sector) {
        byte[] code = Arrays.copyOf(sector, sector.length >= 510 ? 510 : sector.length);
        int length = code.length;
        while (length > 0 && code[length - 1] == 0) {
            length--;
        }
        return length;
    }

    private static void check(boolean holds, String problem) throws ImageException {
        if (!holds) {
            throw new ImageException("error: " + problem);
        }
    }
}

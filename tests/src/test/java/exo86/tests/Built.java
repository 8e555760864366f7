package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.Executable;
import exo86.image.AshfsChecker;
import exo86.image.AshfsReader;
import exo86.image.DiskImage;
import exo86.image.ImageException;
import exo86.image.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What the build made, from the class path, and where the project is. */
final class Built {
    private static final int BOOT_CODE = 440;

    private Built() { }

    static Path root() {
        return Path.of(System.getProperty("exo86.root", "..")).toAbsolutePath().normalize();
    }

    /** The disk image, a new copy each time. */
    static byte[] image() {
        return resource("image/unix.img");
    }

    static byte[] kernel() {
        return resource("kernel/kernel.elf");
    }

    static byte[] programFile(String name) {
        return resource("programs/" + name + ".elf");
    }

    static Executable program(String name) throws ElfException {
        return ElfReader.readExecutable(name + ".elf", programFile(name));
    }

    private static byte[] resource(String name) {
        try (InputStream in = Built.class.getResourceAsStream("/exo86/" + name)) {
            assertNotNull(in, name + " is not on the class path");
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The built system on a disk of another size, with more files. */
    static byte[] image(long bytes, Node.Directory files) throws ImageException {
        byte[] original = image();
        byte[] disk = DiskImage.build(new DiskImage.Plan(new byte[0], new byte[0], new byte[0], new byte[0], "", bytes,
                DiskImage.Plan.DEFAULT_TIME, files));
        System.arraycopy(original, 0, disk, 0, BOOT_CODE);
        int sector = DiskImage.SECTOR;
        System.arraycopy(original, sector, disk, sector, (DiskImage.PARTITION_SECTOR - 1) * sector);
        return disk;
    }

    static Node.Directory files() throws ImageException {
        return (Node.Directory) DiskImage.open("unix.img", image()).tree("/");
    }

    /** What is wrong with the file system on a disk; nothing if all is well. */
    static List<String> problems(byte[] disk) throws ImageException {
        AshfsReader system = DiskImage.open("disk", disk);
        return AshfsChecker.check(system);
    }
}

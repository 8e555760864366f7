package exo86.cli;

import exo86.device.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;

/**
 * The disk of {@code boot}: a copy of the built-in image in the user's state folder, made at the first use. Beside it
 * stands which image it was made from, so that a newer one can be announced; the user's files are never replaced unasked.
 */
final class KeptDisk {
    private static final String RESOURCE = "/exo86/image/unix.img";

    private KeptDisk() { }

    /** A disk that starts as the built-in image and is forgotten. */
    static Disk temporary() {
        return Disk.of(image());
    }

    /** The kept disk, made anew if there is none or the user wants a fresh one. */
    static Disk open(boolean fresh) {
        Path folder = folder();
        Path disk = folder.resolve("unix.img");
        Path origin = folder.resolve("unix.img.from");
        byte[] image = image();
        String identity = identity(image);
        try {
            if (fresh || !Files.exists(disk)) {
                Files.createDirectories(folder);
                if (Files.exists(disk)) {
                    DiskImages.requireFree(disk);
                }
                make(image, identity, disk, origin);
            } else if (!Files.exists(origin) || !Files.readString(origin).strip().equals(identity)) {
                System.err.println("exo86: note: the system was built anew since your disk was made; 'exo86 boot --fresh' starts over"
                        + " with the new one and discards " + disk);
            }
        } catch (IOException failure) {
            throw UserError.unreadable("the disk cannot be kept in " + folder + ": " + failure.getMessage(), "set XDG_STATE_HOME to a folder that can be written");
        }
        return DiskImages.open(disk, true, true);
    }

    private static void make(byte[] image, String identity, Path disk, Path origin) throws IOException {
        Path unfinished = disk.resolveSibling("unix.img.new");
        Files.write(unfinished, image);
        Files.move(unfinished, disk, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(origin, identity + "\n");
    }

    private static String identity(byte[] image) {
        CRC32 crc = new CRC32();
        crc.update(image);
        return "%d %08x".formatted(image.length, crc.getValue());
    }

    /** The built-in image. */
    static byte[] image() {
        try (InputStream in = KeptDisk.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw UserError.unreadable("the built-in system is missing on the class path (" + RESOURCE.substring(1) + ")",
                        "build the whole project: mvn -B package, or start with ./exo86");
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where the program keeps what outlives it. */
    static Path folder() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return base.resolve("exo86");
    }
}

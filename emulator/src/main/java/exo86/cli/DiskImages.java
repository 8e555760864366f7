package exo86.cli;

import exo86.device.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Opens disk images and other input files, and says in one line what is wrong with them. */
final class DiskImages {
    private static final int TABLE = 446;
    private static final int SIGNATURE = 510;

    private DiskImages() { }

    static boolean isElf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 0x7f && start[1] == 'E' && start[2] == 'L' && start[3] == 'F';
        } catch (IOException unreadable) {
            return false;
        }
    }

    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > Integer.MAX_VALUE - 8) {
                throw UserError.unreadable(file + ": too large", "");
            }
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /** Opens an image as the machine's disk; one that is to be booted must look bootable. */
    static Disk open(Path file, boolean writable, boolean booted) {
        if (Files.isDirectory(file)) {
            throw UserError.unreadable(file + ": is a folder, not a disk image", "");
        }
        FileChannel channel;
        try {
            channel = writable ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
        try {
            check(file, channel, booted);
            if (writable && channel.tryLock() == null) {
                throw inUse(file);
            }
            return Disk.over(channel, writable);
        } catch (OverlappingFileLockException taken) {
            closeQuietly(channel);
            throw inUse(file);
        } catch (IOException failure) {
            closeQuietly(channel);
            throw unreadable(file, failure);
        } catch (UserError bad) {
            closeQuietly(channel);
            throw bad;
        }
    }

    /** Fails if another process is writing to the image, whatever the image holds. */
    static void requireFree(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                throw inUse(file);
            }
        } catch (OverlappingFileLockException taken) {
            throw inUse(file);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    private static UserError inUse(Path file) {
        return UserError.unreadable(file + ": another exo86 is writing to this disk", "end the other one first");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyReported) {
            // the first failure is the one to tell
        }
    }

    private static void check(Path file, FileChannel channel, boolean booted) throws IOException {
        long size = channel.size();
        if (size == 0) {
            throw UserError.unreadable(file + ": the image is empty", "");
        }
        if (size < Disk.SECTOR) {
            throw UserError.unreadable(file + ": the image has " + size + " bytes, less than one sector of 512", "");
        }
        if (size % Disk.SECTOR != 0) {
            throw UserError.unreadable(file + ": the image has " + size + " bytes, not a whole number of 512-byte sectors",
                    "the file is probably cut off");
        }
        ByteBuffer sector = ByteBuffer.allocate(Disk.SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(sector, 0);
        if (sector.getShort(SIGNATURE) != (short) 0xaa55) {
            if (booted) {
                throw UserError.unreadable(file + ": not bootable: its first sector does not end in 55 AA",
                        "a kernel goes with -kernel; a disk needs a boot sector");
            }
            return;
        }
        OptionalLong end = partitionEnd(sector);
        if (end.isPresent() && size > Disk.SECTOR && end.getAsLong() > size / Disk.SECTOR) {
            throw UserError.unreadable("%s: the image is cut off: its partitions reach to sector %d, but it has %d"
                    .formatted(file, end.getAsLong(), size / Disk.SECTOR), "");
        }
    }

    /** The sector behind the last partition, if the sector holds a partition table and not just code. */
    private static OptionalLong partitionEnd(ByteBuffer sector) {
        long end = 0;
        int active = 0;
        for (int at = TABLE; at < SIGNATURE; at += 16) {
            int status = sector.get(at) & 0xff;
            int type = sector.get(at + 4) & 0xff;
            long start = sector.getInt(at + 8) & 0xffff_ffffL;
            long count = sector.getInt(at + 12) & 0xffff_ffffL;
            if (status != 0 && status != 0x80 || type == 0 && (start | count) != 0 || type != 0 && start == 0) {
                return OptionalLong.empty();
            }
            active += status >> 7;
            end = Math.max(end, start + count);
        }
        return active <= 1 && end > 0 ? OptionalLong.of(end) : OptionalLong.empty();
    }

    private static UserError unreadable(Path file, IOException failure) {
        String reason = switch (failure) {
            case NoSuchFileException missing -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> Files.isDirectory(file) ? "is a folder" : String.valueOf(failure.getMessage());
        };
        return UserError.unreadable(file + ": " + reason, "");
    }
}

package exo86.device;

import exo86.mmu.StateSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A disk of 512-byte sectors: an image that is read, and an overlay that holds everything the guest has written.
 *
 * <p>The guest sees the overlay first. Whether the image is ever written is decided outside: a writable disk's overlay is
 * copied to its file by {@link #writeBack}, at the guest's FLUSH CACHE and at the end of the run; otherwise it is
 * forgotten. The overlay itself stays, so the machine's state does not depend on that choice.
 */
public final class Disk implements AutoCloseable {
    public static final int SECTOR = 512;
    private static final int CHUNK_SECTORS = 8;
    private static final int CHUNK = CHUNK_SECTORS * SECTOR;

    private final FileChannel image;
    private final byte[] content;
    private final long sectors;
    private final boolean writable;
    private final byte[][] overlay;
    private final boolean[] unsaved;

    private Disk(FileChannel image, byte[] content, long sectors, boolean writable) {
        this.image = image;
        this.content = content;
        this.sectors = sectors;
        this.writable = writable;
        int chunks = Math.toIntExact((sectors + CHUNK_SECTORS - 1) / CHUNK_SECTORS);
        this.overlay = new byte[chunks][];
        this.unsaved = new boolean[chunks];
    }

    /** A disk over an open image file, whose size must be a whole number of sectors. */
    public static Disk over(FileChannel image, boolean writable) throws IOException {
        return new Disk(image, new byte[0], image.size() / SECTOR, writable);
    }

    /** A disk whose image is in memory and is forgotten at the end. */
    public static Disk of(byte[] content) {
        return new Disk(null, content, content.length / SECTOR, false);
    }

    /** Another disk with the same image, to which nobody has written yet and which is never written back. */
    public Disk twin() {
        return new Disk(image, content, sectors, false);
    }

    public long sectors() {
        return sectors;
    }

    /** Copies one sector to a buffer. A host that cannot read the image ends the run with {@link DiskFailure}. */
    public void read(long sector, byte[] buffer, int offset) {
        byte[] chunk = overlay[(int) (sector / CHUNK_SECTORS)];
        if (chunk != null) {
            System.arraycopy(chunk, (int) (sector % CHUNK_SECTORS) * SECTOR, buffer, offset, SECTOR);
        } else {
            fromImage(sector * SECTOR, buffer, offset, SECTOR);
        }
    }

    public void write(long sector, byte[] buffer, int offset) {
        int index = (int) (sector / CHUNK_SECTORS);
        byte[] chunk = overlay[index];
        if (chunk == null) {
            chunk = new byte[CHUNK];
            long first = (long) index * CHUNK;
            fromImage(first, chunk, 0, (int) Math.min(CHUNK, sectors * SECTOR - first));
            overlay[index] = chunk;
        }
        System.arraycopy(buffer, offset, chunk, (int) (sector % CHUNK_SECTORS) * SECTOR, SECTOR);
        unsaved[index] = true;
    }

    private void fromImage(long position, byte[] buffer, int offset, int length) {
        if (image == null) {
            System.arraycopy(content, (int) position, buffer, offset, length);
            return;
        }
        try {
            ByteBuffer view = ByteBuffer.wrap(buffer, offset, length);
            while (view.hasRemaining()) {
                int count = image.read(view, position + view.position() - offset);
                if (count < 0) {
                    throw new IOException("the image became shorter while it was in use");
                }
            }
        } catch (IOException failure) {
            throw new DiskFailure("the disk image cannot be read: " + failure.getMessage());
        }
    }

    /** Copies what the guest wrote to the image's file and waits until the host has it; nothing if not writable. */
    public void writeBack() {
        if (!writable) {
            return;
        }
        try {
            boolean any = false;
            for (int i = 0; i < overlay.length; i++) {
                if (unsaved[i]) {
                    long first = (long) i * CHUNK;
                    ByteBuffer view = ByteBuffer.wrap(overlay[i], 0, (int) Math.min(CHUNK, sectors * SECTOR - first));
                    while (view.hasRemaining()) {
                        image.write(view, first + view.position());
                    }
                    unsaved[i] = false;
                    any = true;
                }
            }
            if (any) {
                image.force(false);
            }
        } catch (IOException failure) {
            throw new DiskFailure("the disk image cannot be written: " + failure.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        try {
            writeBack();
        } finally {
            if (image != null) {
                image.close();
            }
        }
    }

    public void hash(StateSink sink) {
        sink.add(sectors);
        for (int i = 0; i < overlay.length; i++) {
            if (overlay[i] != null) {
                sink.add(i);
                sink.add(overlay[i], 0, CHUNK);
            }
        }
    }

    /** The host failed to read or write the image: no fault of guest or emulator. */
    public static final class DiskFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        DiskFailure(String message) {
            super(message);
        }
    }
}

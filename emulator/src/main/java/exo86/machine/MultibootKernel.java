package exo86.machine;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.Executable;
import exo86.elf.Segment;
import exo86.mmu.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel with a multiboot (version 1) header, checked and ready to be put into a memory of a given size.
 *
 * <p>All checks are made when it is read, so that {@link #place} cannot fail. Where the pieces go is
 * {@link MultibootLoader}'s business.
 */
public final class MultibootKernel {
    private static final int MAGIC = 0x1BADB002;
    private static final int SEARCHED = 8192;
    private static final int PAGE_ALIGNED_MODULES = 1;
    private static final int MEMORY_WANTED = 2;
    private static final int ADDRESSES_GIVEN = 1 << 16;

    /** A file that the kernel finds beside itself in memory, with its command line. */
    public record Module(byte[] content, String commandLine) { }

    /** Bytes at a physical address, followed by zeros up to {@code size}. */
    record Piece(int address, byte[] bytes, int size) { }

    private final MultibootLoader loader;

    private MultibootKernel(MultibootLoader loader) {
        this.loader = loader;
    }

    /**
     * Reads a kernel file.
     *
     * @param name the file's name for messages
     * @param megabytes memory of the machine it is for
     */
    public static MultibootKernel read(String name, byte[] file, int megabytes, String commandLine, List<Module> modules)
            throws ImageException {
        int header = header(name, file);
        ByteBuffer view = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int flags = view.getInt(header + 4);
        int unknown = flags & 0xfffc & ~(PAGE_ALIGNED_MODULES | MEMORY_WANTED);
        if (unknown != 0) {
            throw new ImageException("%s: its multiboot header requires features that this machine does not have (flags %04x)"
                    .formatted(name, unknown), unknown == 4 ? "bit 2 asks for a video mode; there is no screen" : "");
        }
        boolean elf = file.length >= 4 && view.getInt(0) == 0x464c457f;
        List<Piece> pieces = new ArrayList<>();
        int entry;
        if ((flags & ADDRESSES_GIVEN) != 0 && !elf) {
            entry = addressed(name, view, header, pieces);
        } else {
            entry = segments(name, file, pieces);
        }
        return new MultibootKernel(MultibootLoader.plan(name, pieces, entry, megabytes, commandLine, modules));
    }

    /** The offset of the header in the first 8 KiB. */
    private static int header(String name, byte[] file) throws ImageException {
        ByteBuffer view = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 12 <= Math.min(SEARCHED, file.length); at += 4) {
            if (view.getInt(at) == MAGIC && MAGIC + view.getInt(at + 4) + view.getInt(at + 8) == 0) {
                return at;
            }
        }
        if (file.length == 0) {
            throw new ImageException(name + ": the kernel file is empty", "");
        }
        throw new ImageException(name + ": no multiboot header in the first 8192 bytes",
                "-kernel takes a multiboot (version 1) kernel; a bootable disk image goes with -hda");
    }

    private static int segments(String name, byte[] file, List<Piece> pieces) throws ImageException {
        Executable program;
        try {
            program = ElfReader.readExecutable(name, file);
        } catch (ElfException bad) {
            throw new ImageException(bad.getMessage(), "");
        }
        int entry = program.entry();
        for (Segment segment : program.segments()) {
            pieces.add(new Piece(segment.physicalAddress(), segment.bytes(), segment.memorySize()));
            int offset = program.entry() - segment.virtualAddress();
            if (Integer.compareUnsigned(offset, segment.memorySize()) < 0
                    && segment.physicalAddress() != segment.virtualAddress()) {
                entry = segment.physicalAddress() + offset;
            }
        }
        return entry;
    }

    /** A file that is no ELF file says in its header where it goes. */
    private static int addressed(String name, ByteBuffer file, int header, List<Piece> pieces) throws ImageException {
        if (file.limit() < header + 32) {
            throw new ImageException(name + ": the multiboot header is cut off", "");
        }
        int headerAddress = file.getInt(header + 12);
        int loadAddress = file.getInt(header + 16);
        int loadEnd = file.getInt(header + 20);
        int zeroEnd = file.getInt(header + 24);
        long start = header - (headerAddress - (loadAddress & 0xffff_ffffL) & 0xffff_ffffL);
        long length = loadEnd == 0 ? file.limit() - start : loadEnd - loadAddress & 0xffff_ffffL;
        if (start < 0 || length < 0 || start + length > file.limit()) {
            throw new ImageException(name + ": the addresses in its multiboot header do not fit the file", "");
        }
        long size = zeroEnd == 0 ? length : zeroEnd - loadAddress & 0xffff_ffffL;
        if (size < length || size > Integer.MAX_VALUE) {
            throw new ImageException(name + ": the addresses in its multiboot header contradict each other", "");
        }
        byte[] bytes = new byte[(int) length];
        file.get((int) start, bytes);
        pieces.add(new Piece(loadAddress, bytes, (int) size));
        return file.getInt(header + 28);
    }

    void place(Memory memory) {
        loader.place(memory);
    }
}

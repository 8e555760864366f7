package exo86.elf;

/// A part of a program as the loader sees it (PT_LOAD): `bytes`, followed by zeros up to `memorySize`, at
/// `virtualAddress`; a loader without paging puts it at `physicalAddress` instead.
public record Segment(int virtualAddress, int physicalAddress, byte[] bytes, int memorySize,
                      boolean writable, boolean executable, int align) {

    public Segment {
        if (memorySize < bytes.length) {
            throw new IllegalArgumentException("segment of " + bytes.length + " bytes in " + memorySize + " of memory");
        }
    }
}

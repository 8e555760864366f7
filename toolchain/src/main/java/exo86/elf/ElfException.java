package exo86.elf;

/// Bytes that claim to be an ELF file, or debug information in one, and are not. Says where in the file (or, for debug
/// information, in the named section), what stands there and what was expected; the message is for the user as it is.
public final class ElfException extends Exception {
    private final String file;
    private final long offset;

    public ElfException(String file, long offset, String problem) {
        super("%s: offset 0x%x: error: %s".formatted(file, offset, problem));
        this.file = file;
        this.offset = offset;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}

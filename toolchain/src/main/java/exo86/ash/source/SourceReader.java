package exo86.ash.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads source files, which are UTF-8 and nothing else. */
public final class SourceReader {
    private static final int LARGEST = 16 << 20;

    private SourceReader() {
    }

    /** A file could not be used; the message names it and says why in one line. */
    public static final class Unreadable extends Exception {
        public Unreadable(String message) {
            super(message);
        }
    }

    public static SourceFile read(Path file, String shownName) throws Unreadable {
        byte[] bytes;
        try {
            if (Files.isDirectory(file)) {
                throw new Unreadable(shownName + ": is a folder, expected a file");
            }
            if (Files.size(file) > LARGEST) {
                throw new Unreadable(shownName + ": is larger than " + (LARGEST >> 20) + " MiB");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Unreadable(shownName + ": cannot be read: " + reason(e));
        }
        return new SourceFile(shownName, decode(bytes, shownName));
    }

    public static String decode(byte[] bytes, String shownName) throws Unreadable {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            throw new Unreadable("%s:%d: is not UTF-8: byte %02x at offset %d".formatted(shownName, line, bytes[in.position()], in.position()));
        }
        return out.flip().toString();
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "no such file";
            case java.nio.file.AccessDeniedException _ -> "access denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}

package exo86.conform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files of suites, compressed or not. */
final class DataFile {
    private static final int GZIP_MAGIC = 0x8B1F;

    private DataFile() { }

    /** The file's bytes, unpacked if they are gzip's. */
    static byte[] content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 2 || ((bytes[1] & 0xFF) << 8 | bytes[0] & 0xFF) != GZIP_MAGIC) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new SuiteException(file + ": damaged: " + damaged.getMessage());
        }
    }
}

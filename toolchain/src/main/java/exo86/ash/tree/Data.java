package exo86.ash.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The read-only data without a name in the source that code refers to: strings, and constants that lie in memory. Each stands once. */
public final class Data {
    /** Bytes and the name they get. {@code text}: a string. {@code library}: library code refers to it. */
    public record Datum(String name, Image image, boolean text, boolean library) {
    }

    private record Key(Image image, boolean text, boolean library) {
    }

    private final Map<Key, Datum> data = new LinkedHashMap<>();

    public List<Datum> all() {
        return List.copyOf(data.values());
    }

    /** The name of a string. */
    public String text(byte[] bytes, boolean zeroEnded, boolean library) {
        byte[] all = zeroEnded ? Arrays.copyOf(bytes, bytes.length + 1) : bytes;
        return datum(Image.of(all), true, library);
    }

    public String text(String zeroEnded, boolean library) {
        return text(zeroEnded.getBytes(StandardCharsets.UTF_8), true, library);
    }

    /** The bytes of a value, whose strings become data. */
    public Image image(Value value, boolean library) {
        return Image.of(value, (bytes, zeroEnded) -> text(bytes, zeroEnded, library));
    }

    /** The name of a read-only copy of the value. */
    public String constant(Image image, boolean library) {
        return datum(image, false, library);
    }

    private String datum(Image image, boolean text, boolean library) {
        return data.computeIfAbsent(new Key(image, text, library),
                key -> new Datum("ash." + (text ? "text." : "constant.") + data.size(), image, text, library)).name();
    }
}

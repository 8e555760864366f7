package exo86.asm;

import exo86.isa.FormTexts;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Writes what NASM makes of every {@link FormTexts} line: bits, bytes or {@code -} where NASM refuses, text. Run by {@code tests/nasm/record.sh}.
 *
 * <p>Each instruction gets a slot of 32 bytes whose last byte is its length.
 */
public final class NasmRecorder {
    private static final int SLOT = 32;
    private static final Pattern ERROR = Pattern.compile("^[^:]+:(\\d+): error:.*", Pattern.MULTILINE);

    private NasmRecorder() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Writer out = new java.io.OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0]))), StandardCharsets.UTF_8)) {
            for (int bits : new int[] {16, 32}) {
                for (String line : record(bits)) {
                    out.write(bits + "\t" + line + "\n");
                }
            }
        }
    }

    private static List<String> record(int bits) throws IOException, InterruptedException {
        List<String> texts = FormTexts.all(bits);
        Set<Integer> refused = new HashSet<>();
        Path folder = Files.createTempDirectory("nasm");
        byte[] slots = {};
        for (boolean settled = false; !settled; ) {
            StringBuilder source = new StringBuilder("bits " + bits + "\n");
            for (int i = 0; i < texts.size(); i++) {
                String text = refused.contains(i) ? "nop" : texts.get(i);
                source.append("start%d: %s%nend%d: times 31-($-start%d) db 0%ndb end%d-start%d%n".formatted(i, text, i, i, i, i));
            }
            Path file = folder.resolve("forms.asm");
            Path output = folder.resolve("forms.bin");
            Files.writeString(file, source);
            Process nasm = new ProcessBuilder("nasm", "-f", "bin", "-w-all", "-o", output.toString(), file.toString()).redirectErrorStream(true).start();
            String messages = new String(nasm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            nasm.waitFor();
            Matcher matcher = ERROR.matcher(messages);
            int before = refused.size();
            while (matcher.find()) {
                refused.add((Integer.parseInt(matcher.group(1)) - 2) / 3);
            }
            settled = refused.size() == before;
            slots = settled ? Files.readAllBytes(output) : slots;
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int length = slots[i * SLOT + SLOT - 1];
            lines.add((refused.contains(i) ? "-" : HexFormat.of().formatHex(slots, i * SLOT, i * SLOT + length)) + "\t" + texts.get(i));
        }
        return lines;
    }
}

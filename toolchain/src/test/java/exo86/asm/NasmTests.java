package exo86.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.isa.FormTexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Our bytes against NASM's, recorded by {@code tests/nasm/record.sh}, for every form in the instruction table. */
final class NasmTests {
    private record Recorded(int bits, String hex, String text) {
    }

    private static List<Recorded> recorded() throws IOException {
        List<Recorded> all = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(NasmTests.class.getResourceAsStream("nasm-forms.tsv.gz")), StandardCharsets.UTF_8))) {
            for (String line; (line = reader.readLine()) != null; ) {
                String[] parts = line.split("\t");
                all.add(new Recorded(Integer.parseInt(parts[0]), parts[1], parts[2]));
            }
        }
        return all;
    }

    @Test
    void recordingCoversTheTable() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int bits : new int[] {16, 32}) {
            FormTexts.all(bits).forEach(text -> texts.add(bits + " " + text));
        }
        assertEquals(texts, recorded().stream().map(line -> line.bits + " " + line.text).toList(), "forms changed: run tests/nasm/record.sh");
    }

    @Test
    void bytesEqualNasms() throws IOException {
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (Recorded line : recorded()) {
            if (line.hex.equals("-")) {
                continue;
            }
            compared++;
            Assembly assembly = Assembler.flat("bits " + line.bits + "\n" + line.text + "\n", "form.asm", name -> Optional.empty());
            String ours = assembly.flat().map(bytes -> HexFormat.of().formatHex(bytes)).orElseGet(() -> assembly.diagnostics().getFirst().message());
            if (!ours.equals(line.hex)) {
                different.add(line.bits + " " + line.text + ": NASM " + line.hex + ", ours " + ours);
            }
        }
        System.out.println("NASM forms compared: " + compared);
        assertTrue(different.isEmpty(), () -> different.size() + " different:\n" + String.join("\n", different.subList(0, Math.min(200, different.size()))));
        assertTrue(compared > 5000, "only " + compared + " forms");
    }
}

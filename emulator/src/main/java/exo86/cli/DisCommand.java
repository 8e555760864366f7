package exo86.cli;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exo86 dis}: the disassembler, over a file or over bytes typed in hexadecimal. */
@Command(name = "dis", description = "Disassemble an ELF file, a flat file or bytes in hexadecimal.",
        footer = {"", "exo86 dis hello.elf", "exo86 dis --bits 16 --origin 0x7c00 boot.bin", "exo86 dis 8b 45 08"})
final class DisCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE|HEX", description = "A file, or bytes such as 8b4508 or 8b 45 08.")
    private List<String> what = new ArrayList<>();

    @Option(names = "--bits", paramLabel = "16|32", description = "The code's size (default: 32).")
    private String bits = "32";

    @Option(names = "--origin", paramLabel = "ADDRESS", description = "Where the first byte stands, if it is no ELF file (default: 0).")
    private String origin = "0";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() {
        if (!bits.equals("16") && !bits.equals("32")) {
            throw UserError.usage("'--bits " + bits + "': code has 16 or 32 bits", "");
        }
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        Disassembly disassembly = new Disassembly(out, Integer.parseInt(bits));
        if (what.size() == 1 && file(what.getFirst())) {
            Path file = Path.of(what.getFirst());
            byte[] bytes = DiskImages.bytes(file);
            if (DiskImages.isElf(file)) {
                try {
                    disassembly.file(ElfReader.read(file.toString(), bytes));
                } catch (ElfException bad) {
                    throw UserError.unreadable(bad.getMessage().replaceFirst(": error: ", ": "), "");
                }
            } else {
                disassembly.bytes(bytes, address());
            }
        } else {
            disassembly.bytes(typed(), address());
        }
        out.flush();
        return ExitCode.OK;
    }

    private static boolean file(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException noName) {
            return false;
        }
    }

    private byte[] typed() {
        String digits = String.join("", what).toLowerCase(Locale.ROOT).replaceAll("0x|[\\s,]", "");
        if (!digits.matches("[0-9a-f]+")) {
            throw UserError.unreadable(what.getFirst() + ": no such file, and not bytes in hexadecimal", "exo86 dis 8b 45 08");
        }
        if (digits.length() % 2 != 0) {
            throw UserError.usage("an odd number of digits: every byte has two", "");
        }
        return HexFormat.of().parseHex(digits);
    }

    private int address() {
        try {
            String lower = origin.toLowerCase(Locale.ROOT);
            return lower.startsWith("0x") ? Integer.parseUnsignedInt(lower.substring(2), 16) : Integer.parseUnsignedInt(lower);
        } catch (NumberFormatException bad) {
            throw UserError.usage("'--origin " + origin + "': not an address", "--origin 0x7c00");
        }
    }
}

package exo86.cli;

import exo86.elf.ElfFile;
import exo86.elf.Executable;
import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.Section;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import exo86.elf.Symbol;
import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.OperandKind;
import exo86.isa.Printer;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Code as text, a line an instruction: address, bytes, what {@code objdump -M intel} would say, and the name of a jump's target. */
final class Disassembly {
    private final PrintStream out;
    private final int bits;
    /** Names by address as an unsigned number. */
    private final TreeMap<Long, String> names = new TreeMap<>();

    Disassembly(PrintStream out, int bits) {
        this.out = out;
        this.bits = bits;
    }

    /** Every section with code; an object file's sections begin at 0, each with its own names. */
    void file(ElfFile file) {
        switch (file) {
            case Executable program -> {
                name(program.symbols().stream().filter(Symbol::defined).toList());
                program.sections().stream().filter(placed -> code(placed.section()))
                        .forEach(placed -> section(placed.section(), placed.address()));
                if (program.sections().isEmpty()) {
                    program.segments().forEach(segment -> {
                        heading("segment at %08x".formatted(segment.virtualAddress()));
                        bytes(segment.bytes(), segment.virtualAddress());
                    });
                }
            }
            case ObjectFile object -> {
                for (int i = 0; i < object.sections().size(); i++) {
                    if (code(object.sections().get(i))) {
                        Place here = new Place.InSection(i);
                        names.clear();
                        name(object.symbols().stream().filter(symbol -> symbol.place().equals(here)).toList());
                        section(object.sections().get(i), 0);
                    }
                }
            }
        }
    }

    private static boolean code(Section section) {
        return section.has(SectionFlag.EXEC) && section.type() != SectionType.NOBITS && section.bytes().length > 0;
    }

    /** Functions win over plain labels, global names over local ones. */
    private void name(List<Symbol> symbols) {
        symbols.stream().filter(symbol -> !symbol.name().isEmpty())
                .filter(symbol -> symbol.kind() == Symbol.Kind.FUNCTION || symbol.kind() == Symbol.Kind.NOTYPE)
                .filter(symbol -> !(symbol.place() instanceof Place.Absolute))
                .sorted(Comparator.comparing((Symbol symbol) -> symbol.kind() != Symbol.Kind.FUNCTION)
                        .thenComparing(symbol -> symbol.binding() == Symbol.Binding.LOCAL))
                .forEach(symbol -> names.putIfAbsent(Integer.toUnsignedLong(symbol.value()), symbol.name()));
    }

    private void section(Section section, int address) {
        heading(section.name());
        bytes(section.bytes(), address);
    }

    private void heading(String text) {
        out.println(text + ":");
    }

    /** Bytes that stand at an address. */
    void bytes(byte[] code, int origin) {
        Instruction instruction = new Instruction();
        for (int at = 0; at < code.length; ) {
            int address = origin + at;
            String label = names.get(Integer.toUnsignedLong(address));
            if (label != null) {
                out.println("%n%08x <%s>:".formatted(address, label));
            }
            int length = Decoder.decode(code, at, code.length, bits, instruction);
            if (length == Decoder.TRUNCATED) {
                line(address, code, at, code.length - at, "(cut off)");
                return;
            }
            line(address, code, at, length, text(instruction, address));
            at += length;
        }
    }

    private String text(Instruction instruction, int address) {
        String text = Printer.print(instruction, address);
        if (instruction.kind0 != OperandKind.RELATIVE) {
            return text;
        }
        long target = Integer.toUnsignedLong(instruction.target(address));
        Map.Entry<Long, String> near = names.floorEntry(target);
        if (near == null) {
            return text;
        }
        return text + (near.getKey() == target ? " <%s>".formatted(near.getValue())
                : " <%s+0x%x>".formatted(near.getValue(), target - near.getKey()));
    }

    private void line(int address, byte[] code, int at, int length, String text) {
        StringBuilder bytes = new StringBuilder();
        for (int i = at; i < at + length; i++) {
            bytes.append("%02x ".formatted(code[i]));
        }
        out.println("%8s:  %-22s  %s".formatted(Integer.toHexString(address), bytes.toString().strip(), text));
    }
}

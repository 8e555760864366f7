package exo86.debug;

import exo86.cpu.Cpu;
import exo86.debug.Answer.CodeLine;
import exo86.elf.dwarf.SourceIndex;
import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Printer;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Instructions as the processor would decode them now, with their symbols and source lines. Addresses are linear. */
final class Disassembler {
    private static final int LONGEST = 15;

    private final Cpu cpu;
    private final GuestMemory memory;
    private final Symbols symbols;
    private final SourceText sources;
    private final IntPredicate breakpoint;

    Disassembler(Machine machine, Symbols symbols, SourceText sources, IntPredicate breakpoint) {
        this.cpu = machine.cpu;
        this.memory = GuestMemory.current(machine);
        this.symbols = symbols;
        this.sources = sources;
        this.breakpoint = breakpoint;
    }

    /** The instruction at {@code linear}; its length is 0 where there is no memory. */
    Instruction decode(int linear) {
        Instruction instruction = new Instruction();
        byte[] code = memory.bytes(linear, LONGEST);
        if (Decoder.decode(code, 0, code.length, cpu.cs.big() ? 32 : 16, instruction) == Decoder.TRUNCATED) {
            instruction.op = Op.INVALID;
            instruction.length = 0;
        }
        return instruction;
    }

    CodeLine at(int linear) {
        return at(linear, 0);
    }

    /** The same with the line that a frame further out has got to. */
    CodeLine at(int linear, int hidden) {
        Instruction instruction = decode(linear);
        String text = instruction.length == 0 ? "(no memory)" : Printer.print(instruction, linear - cpu.cs.base) + target(instruction, linear);
        String bytes = HexFormat.ofDelimiter(" ").formatHex(memory.bytes(linear, instruction.length));
        List<SourceIndex.Frame> frames = symbols.framesAt(linear);
        Optional<SourceIndex.Line> line = hidden > 0 && hidden < frames.size() ? Optional.of(frames.get(hidden - 1).calledAt()) : symbols.lineAt(linear);
        String inlined = frames.stream().skip(hidden).findFirst().filter(frame -> frame.call().isPresent()).map(SourceIndex.Frame::name).orElse("");
        String file = line.map(SourceIndex.Line::file).orElse("");
        int number = line.map(SourceIndex.Line::line).orElse(0);
        String source = line.map(l -> sources.line(l.file(), l.line())).orElse("");
        return new CodeLine(new Address(linear), place(linear), bytes, text, linear == cpu.linearEip(), breakpoint.test(linear), file, number, inlined, source);
    }

    /** The symbol, or in segmented code the far address. */
    private String place(int linear) {
        String symbol = symbols.placeOf(linear);
        boolean segmented = (cpu.cr0 & Cpu.CR0_PE) == 0 && Integer.compareUnsigned(linear - cpu.cs.base, 0xFFFF) <= 0;
        return !symbol.isEmpty() || !segmented ? symbol : "%04x:%04x".formatted(cpu.cs.selector, linear - cpu.cs.base);
    }

    private String target(Instruction instruction, int linear) {
        if (instruction.kind0 != OperandKind.RELATIVE) {
            return "";
        }
        String symbol = symbols.placeOf(cpu.cs.base + instruction.target(linear - cpu.cs.base));
        return symbol.isEmpty() ? "" : " <" + symbol + ">";
    }

    List<CodeLine> from(int linear, int count) {
        List<CodeLine> lines = new ArrayList<>();
        int at = linear;
        for (int i = 0; i < count; i++) {
            lines.add(at(at));
            int length = decode(at).length;
            if (length == 0) {
                break;
            }
            at += length;
        }
        return lines;
    }

    /** The address behind {@code count} instructions from {@code linear}. */
    int after(int linear, int count) {
        int at = linear;
        for (int i = 0; i < count; i++) {
            at += Math.max(1, decode(at).length);
        }
        return at;
    }
}

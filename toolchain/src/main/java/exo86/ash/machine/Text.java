package exo86.ash.machine;

import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Machine code as text: NASM's syntax with {@code v8}, {@code v9} … for virtual registers and {@code spill0} … for slots. */
public final class Text {
    private final StringBuilder out = new StringBuilder();
    private final Map<Slot, String> slots = new IdentityHashMap<>();

    private Text() {
    }

    public static String of(Procedure procedure) {
        Text text = new Text();
        text.out.append(procedure.symbol()).append(":\n");
        for (Block block : procedure.blocks()) {
            text.out.append(block).append(":\n");
            block.code().forEach(instruction -> text.out.append("    ").append(text.instruction(instruction)).append('\n'));
        }
        return text.out.toString();
    }

    static String of(Instruction instruction) {
        return new Text().instruction(instruction);
    }

    private String instruction(Instruction i) {
        if (i.isRemark()) {
            String values = java.util.Arrays.stream(i.operands()).filter(o -> !(o instanceof Operand.Name)).map(o -> operand(o, i))
                    .collect(Collectors.joining(", "));
            String name = java.util.Arrays.stream(i.operands()).filter(o -> o instanceof Operand.Name).map(o -> operand(o, i))
                    .collect(Collectors.joining());
            return "; " + name + " = " + (values.isEmpty() ? "?" : values);
        }
        if (i.op() == Op.NOP && i.writes() != 0) {
            return "; in" + mask(i.writes());
        }
        String mnemonic = i.op().mnemonic() + (i.condition() == Condition.NONE ? "" : Condition.name(i.condition()));
        List<String> operands = new ArrayList<>();
        for (int n = 0; n < i.count(); n++) {
            if (i.operand(n) instanceof Operand.StringForm(int width, boolean repeated)) {
                mnemonic = (repeated ? "rep " : "") + mnemonic + (width == 8 ? "b" : width == 16 ? "w" : "d");
            } else {
                operands.add(operand(i.operand(n), i));
            }
        }
        String text = operands.isEmpty() ? mnemonic : mnemonic + " " + String.join(", ", operands);
        String remark = (i.reads() == 0 ? "" : " reads" + mask(i.reads())) + (i.writes() == 0 ? "" : " writes" + mask(i.writes()));
        return remark.isEmpty() ? text : text + "    ;" + remark;
    }

    private String operand(Operand operand, Instruction in) {
        return switch (operand) {
            case Operand.Register(int number, int width) -> name(number, width);
            case Operand.Immediate(int value, String symbol) -> symbol.isEmpty() ? Integer.toString(value) : symbol + (value == 0 ? "" : signed(value));
            case Operand.Target(Block block) -> block.toString();
            case Operand.Table(String symbol, List<Block> targets) -> targets.toString();
            case Operand.Trap(String reason, var at) -> "trap \"" + reason + "\"";
            case Operand.Routine(String symbol) -> symbol;
            case Operand.Control(int number) -> "cr" + number;
            case Operand.StringForm form -> form.toString();
            case Operand.Name(var variable, int offset) -> variable.name() + (offset == 0 ? "" : signed(offset));
            case Operand.Memory memory -> width(memory, in) + "[" + address(memory) + "]";
        };
    }

    private static String width(Operand.Memory memory, Instruction in) {
        boolean said = in.op() == Op.LEA || java.util.Arrays.stream(in.operands())
                .anyMatch(o -> o instanceof Operand.Register register && register.width() == memory.width());
        return said ? "" : memory.width() == 8 ? "byte " : memory.width() == 16 ? "word " : "dword ";
    }

    private String address(Operand.Memory memory) {
        List<String> parts = new ArrayList<>();
        if (memory.slot() != Slot.NONE) {
            parts.add(slots.computeIfAbsent(memory.slot(), s -> s.toString() + slots.size()));
        }
        if (memory.base() != Registers.NONE) {
            parts.add(name(memory.base(), 32));
        }
        if (memory.index() != Registers.NONE) {
            parts.add(name(memory.index(), 32) + (memory.scale() == 1 ? "" : "*" + memory.scale()));
        }
        if (!memory.symbol().isEmpty()) {
            parts.add(memory.symbol());
        }
        String text = String.join("+", parts);
        return parts.isEmpty() ? Integer.toString(memory.displacement()) : memory.displacement() == 0 ? text : text + signed(memory.displacement());
    }

    private static String name(int register, int width) {
        return register < Procedure.VIRTUAL ? Registers.name(register, width) : "v" + register + (width == 32 ? "" : "." + width);
    }

    private static String mask(int registers) {
        StringBuilder names = new StringBuilder();
        for (int r = 0; r < Procedure.VIRTUAL; r++) {
            names.append((registers & 1 << r) == 0 ? "" : " " + Registers.name(r, 32));
        }
        return names.toString();
    }

    private static String signed(int value) {
        return value < 0 ? Integer.toString(value) : "+" + value;
    }
}

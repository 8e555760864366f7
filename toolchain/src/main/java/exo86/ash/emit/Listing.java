package exo86.ash.emit;

import exo86.ash.ir.Position;
import exo86.ash.source.Span;
import exo86.ash.tree.Data;
import exo86.ash.tree.Global;
import exo86.ash.tree.Image;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A unit as assembly text in NASM's syntax, each statement headed by its source line. */
final class Listing {
    private static final int BYTES_A_LINE = 16;

    private final StringBuilder out = new StringBuilder();
    private final Map<Label, Integer> labels = new HashMap<>();

    private Listing() {
    }

    static String print(Unit unit) {
        Listing listing = new Listing();
        unit.routines().forEach(listing::routine);
        for (Global global : unit.globals()) {
            listing.heading(global.linkName());
            global.initial().ifPresentOrElse(value -> listing.image(unit.image(value, global.placement().library())),
                    () -> listing.line("times " + global.type().size() + " db 0"));
        }
        for (Data.Datum datum : unit.data()) {
            listing.heading(datum.name());
            listing.image(datum.image());
        }
        return listing.out.toString();
    }

    private void routine(Routine routine) {
        heading(routine.symbol());
        switch (routine.body()) {
            case Routine.Instructions instructions -> instructions.items().forEach(this::item);
            case Routine.Encoded encoded -> throw new IllegalArgumentException(routine.symbol() + " is encoded already");
            case Routine.Assembly assembly -> assembly.text().lines().map(String::strip).filter(text -> !text.isEmpty())
                    .forEach(text -> out.append(text.endsWith(":") ? "" : "    ").append(text).append('\n'));
        }
    }

    private void heading(String symbol) {
        labels.clear();
        out.append(out.isEmpty() ? "" : "\n").append(name(symbol)).append(":\n");
    }

    private void line(String text) {
        out.append("    ").append(text).append('\n');
    }

    private void item(Item item) {
        switch (item) {
            case Item.Bind(Label label) -> out.append(label(label)).append(":\n");
            case Item.Line(Position at) -> out.append("; ").append(at.line()).append(": ").append(at.file().lineText(at.line()).strip()).append('\n');
            case Item.Table(String symbol, List<Label> targets) ->
                line("; table " + symbol + ": " + targets.stream().map(this::label).collect(Collectors.joining(" ")));
            case Item.Check(String reason, Span at) -> line("; trap: " + reason);
            case Item.Unwinding unwinding -> {
            }
            case Item.Holds holds -> {
            }
            case Item.ScopeStart start -> {
            }
            case Item.ScopeEnd end -> {
            }
            case Item.StringInstruction(Op op, int width, boolean repeated) ->
                line((repeated ? "rep " : "") + op.mnemonic() + (width == 8 ? "b" : width == 16 ? "w" : "d"));
            case Item.Instruction(Op op, int condition, List<Operand> operands) -> {
                String mnemonic = op == Op.PUSHA ? "pushad" : op.mnemonic() + (condition == Condition.NONE ? "" : Condition.name(condition));
                String text = operands.stream().map(o -> operand(o, operands)).collect(Collectors.joining(", "));
                line(text.isEmpty() ? mnemonic : mnemonic + " " + text);
            }
        }
    }

    private String operand(Operand operand, List<Operand> all) {
        return switch (operand) {
            case Operand.Register(int number, int width) -> Registers.name(number, width);
            case Operand.Control(int number) -> "cr" + number;
            case Operand.Segment(int number) -> Registers.segmentName(number);
            case Operand.Immediate(int value, String symbol) -> symbol.isEmpty() ? number(value) : name(symbol) + (value == 0 ? "" : signed(value));
            case Operand.Near(Label label) -> label(label);
            case Operand.Routine(String symbol) -> name(symbol);
            case Operand.Memory memory -> width(memory, all) + "[" + address(memory) + "]";
        };
    }

    /** The width, where no register of the same width says it. */
    private static String width(Operand.Memory memory, List<Operand> all) {
        boolean said = all.stream().anyMatch(o -> o instanceof Operand.Register register && register.width() == memory.width());
        return said ? "" : memory.width() == 8 ? "byte " : memory.width() == 16 ? "word " : "dword ";
    }

    private static String address(Operand.Memory memory) {
        List<String> parts = new ArrayList<>();
        if (memory.base() != Registers.NONE) {
            parts.add(Registers.name(memory.base(), 32));
        }
        if (memory.index() != Registers.NONE) {
            parts.add(Registers.name(memory.index(), 32) + (memory.scale() == 1 ? "" : "*" + memory.scale()));
        }
        if (!memory.symbol().isEmpty()) {
            parts.add(name(memory.symbol()));
        }
        String text = String.join("+", parts);
        return parts.isEmpty() ? number(memory.displacement()) : memory.displacement() == 0 ? text : text + signed(memory.displacement());
    }

    private void image(Image image) {
        byte[] bytes = image.bytes();
        Map<Integer, Image.Address> addresses = image.addresses().stream().collect(Collectors.toMap(Image.Address::offset, a -> a));
        for (int at = 0; at < bytes.length;) {
            Image.Address address = addresses.get(at);
            if (address != null) {
                line("dd " + name(address.symbol()) + (address.addend() == 0 ? "" : signed(address.addend())));
                at += 4;
                continue;
            }
            List<String> row = new ArrayList<>();
            for (; at < bytes.length && row.size() < BYTES_A_LINE && !addresses.containsKey(at); at++) {
                row.add(bytes[at] >= ' ' && bytes[at] <= '~' && bytes[at] != '\'' ? "'" + (char) bytes[at] + "'" : Integer.toString(bytes[at] & 0xFF));
            }
            line("db " + String.join(", ", row).replace("', '", ""));
        }
    }

    private String label(Label label) {
        return "." + labels.computeIfAbsent(label, l -> labels.size() + 1);
    }

    /** A dollar sign tells a name from a register or an instruction. */
    private static String name(String symbol) {
        return symbol.contains(".") ? symbol : "$" + symbol;
    }

    private static String number(int value) {
        return value >= -9 && value <= 9 ? Integer.toString(value) : value < 0 && value > -0x10000 ? Integer.toString(value) : "0x" + Integer.toHexString(value);
    }

    private static String signed(int value) {
        return value < 0 ? "-" + Integer.toUnsignedString(-value) : "+" + value;
    }
}

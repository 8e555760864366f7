package exo86.ash.ir;

import exo86.ash.source.Nested;
import exo86.ash.source.Span;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text form. Values, blocks and slots are numbered in the order in which they are printed, so that equal functions have equal texts whatever
 * the passes did in between.
 */
public final class Printer {
    private final StringBuilder out = new StringBuilder();
    private final boolean positions;
    private final Map<Value, Integer> values = new HashMap<>();
    private final Map<Block, Integer> blocks = new HashMap<>();
    private final Map<Slot, Integer> slots = new HashMap<>();
    private final Map<Variable, String> variables = new LinkedHashMap<>();
    private final Map<InlinedCall, Integer> calls = new HashMap<>();
    private Optional<Position> before = Optional.empty();

    private Printer(boolean positions) {
        this.positions = positions;
    }

    /** The whole program; {@link Parser} reads it back. */
    public static String print(Module module) {
        StringBuilder out = new StringBuilder();
        module.functions().forEach(function -> out.append(print(function, true)).append('\n'));
        module.data().forEach(datum -> out.append(print(datum)));
        return out.toString();
    }

    /** @param positions whether to say which source line an instruction comes from */
    public static String print(Function function, boolean positions) {
        Printer printer = new Printer(positions);
        printer.number(function);
        printer.function(function);
        return printer.out.toString();
    }

    private void number(Function function) {
        function.slots().forEach(slot -> slots.put(slot, slots.size()));
        function.inlined().forEach(call -> calls.put(call, calls.size()));
        for (Block block : function.blocks()) {
            blocks.put(block, blocks.size());
            block.parameters().forEach(this::define);
            block.instructions().forEach(instruction -> instruction.results().forEach(this::define));
            block.terminator().results().forEach(this::define);
        }
    }

    private void define(Value value) {
        values.put(value, values.size());
    }

    private void function(Function function) {
        Function.Signature signature = function.signature();
        out.append("function ").append(Names.quote(function.name())).append('(').append(list(function.parameters())).append(") registers ")
                .append(signature.registers());
        if (signature.popped() != 0) {
            out.append(" popped ").append(signature.popped());
        }
        out.append(" results ").append(signature.results()).append(signature.fails() ? " fails" : "");
        if (positions) {
            before = Optional.of(Position.of(function.at()));
            out.append(declared(function.at()));
        }
        out.append(" {\n");
        for (InlinedCall call : function.inlined()) {
            String text = "inlined #" + calls.get(call) + " " + Names.quote(call.callee().name());
            if (positions) {
                line(text + declared(call.callee().at()), call.at());
            } else {
                out.append("  ").append(text).append(in(call.at())).append('\n');
            }
        }
        Map<Slot, List<String>> homes = new HashMap<>();
        function.homes().forEach(home -> homes.computeIfAbsent(home.slot(), s -> new ArrayList<>())
                .add(name(home.variable()) + Names.offset(home.offset())));
        for (Slot slot : function.slots()) {
            out.append("  slot ").append(text(slot)).append(" size ").append(slot.size()).append(" align ").append(slot.align());
            homes.getOrDefault(slot, List.of()).forEach(name -> out.append(" home ").append(name));
            out.append('\n');
        }
        for (Block block : function.blocks()) {
            out.append(text(block)).append('(').append(list(block.parameters())).append("):\n");
            for (Instruction instruction : block.instructions()) {
                line(text(instruction), instruction.at());
            }
            line(text(block.terminator()), block.terminator().at());
        }
        out.append("}\n");
    }

    private static String declared(Span at) {
        return " at " + Nested.quoted(at.file().name()) + ":" + at.line();
    }

    private String in(Position at) {
        return at.inlined().map(call -> " in #" + (calls.containsKey(call) ? calls.get(call) : "undefined")).orElse("");
    }

    private void line(String text, Position at) {
        out.append("  ").append(text);
        if (positions && !at.sameLine(before.orElseThrow())) {
            out.append(" @");
            if (!at.file().name().equals(before.get().file().name())) {
                out.append(Nested.quoted(at.file().name())).append(':');
            }
            out.append(at.line()).append(in(at));
            before = Optional.of(at);
        }
        out.append('\n');
    }

    private String text(Instruction instruction) {
        String to = instruction.results().isEmpty() ? "" : list(instruction.results()) + " = ";
        return to + switch (instruction) {
            case Instruction.Unary i -> i.operator().text() + " " + text(i.operand());
            case Instruction.Binary i -> i.operator().text() + " " + list(i.operands());
            case Instruction.Trapping i -> i.operator().text() + " " + list(i.operands()) + " " + Nested.quoted(i.reason());
            case Instruction.Wide i -> i.operator().text() + " " + list(i.operands()) + (i.operator().traps() ? " " + Nested.quoted(i.reason()) : "");
            case Instruction.Compare i -> i.condition().text() + " " + list(i.operands());
            case Instruction.WideLess i -> (i.signed() ? "wless.s " : "wless.u ") + list(i.operands());
            case Instruction.Select i -> "select " + i.condition().text() + " " + text(i.left()) + ", " + text(i.right()) + " ? " + text(i.then()) + " : "
                    + text(i.otherwise());
            case Instruction.Load i -> "load." + i.width().text() + (i.isVolatile() ? " volatile " : " ") + address(i.base(), i.offset());
            case Instruction.Store i -> "store." + i.width().text() + (i.isVolatile() ? " volatile " : " ") + address(i.base(), i.offset()) + ", "
                    + text(i.value());
            case Instruction.Copy i -> "copy " + list(i.operands()) + " size " + i.size();
            case Instruction.Fill i -> "fill " + list(i.operands()) + " size " + i.size();
            case Instruction.Check i -> "check " + i.condition().text() + " " + list(i.operands()) + " " + Nested.quoted(i.reason());
            case Instruction.Call i -> "call " + text(i.call());
            case Instruction.Intrinsic i -> ("builtin." + i.builtin().text() + " " + list(i.operands())).strip();
            case Instruction.Debug i -> "debug " + name(i.variable()) + Names.offset(i.offset()) + " = " + i.value().map(this::text).orElse("?");
        };
    }

    private String text(Terminator terminator) {
        return switch (terminator) {
            case Terminator.Jump t -> "jump " + text(t.to());
            case Terminator.Branch t -> "branch " + t.condition().text() + " " + list(t.operands()) + " " + text(t.then()) + " " + text(t.otherwise());
            case Terminator.Switch t -> "switch " + text(t.value()) + " ["
                    + t.cases().stream().map(c -> c.number() + ": " + text(c.to())).collect(Collectors.joining(", ")) + "] " + text(t.otherwise());
            case Terminator.Attempt t -> list(t.results()) + " = attempt " + text(t.call()) + " ok " + text(t.ok()) + " failed " + text(t.failed());
            case Terminator.Return t -> ("return " + list(t.values())).strip();
            case Terminator.Fail t -> "fail " + text(t.code());
            case Terminator.Trap t -> "trap " + Nested.quoted(t.reason());
            case Terminator.Unreachable t -> "unreachable";
        };
    }

    private String text(Invocation call) {
        StringBuilder text = new StringBuilder(call.callee().map(Names::quote).orElseGet(() -> "*" + text(call.target()))).append('(');
        int registers = call.registers();
        text.append(list(call.arguments().subList(0, registers)));
        if (call.arguments().size() > registers) {
            text.append(registers > 0 ? " | " : "| ").append(list(call.arguments().subList(registers, call.arguments().size())));
        }
        text.append(')');
        if (call.popped() != 0) {
            text.append(" popped ").append(call.popped());
        }
        if (call.clobbers() != 0) {
            List<String> names = new ArrayList<>();
            for (int register = 0; register < 8; register++) {
                if ((call.clobbers() >> register & 1) != 0) {
                    names.add(Registers.name(register, 32));
                }
            }
            text.append(" clobbers(").append(String.join(", ", names)).append(')');
        }
        return text.toString();
    }

    private String text(Edge edge) {
        return text(edge.block()) + "(" + list(edge.arguments()) + ")";
    }

    private String address(Operand base, int offset) {
        return text(base) + Names.offset(offset);
    }

    private String list(List<? extends Operand> operands) {
        return operands.stream().map(this::text).collect(Collectors.joining(", "));
    }

    private String text(Operand operand) {
        return switch (operand) {
            case Value value -> values.containsKey(value) ? "%" + values.get(value) : "%undefined" + value.id();
            case SlotAddress(Slot slot, int addend) -> text(slot) + Names.offset(addend);
            case Constant constant -> constant.toString();
            case SymbolAddress address -> address.toString();
        };
    }

    private String text(Slot slot) {
        return slots.containsKey(slot) ? "$" + slots.get(slot) : "$undefined" + slot.id();
    }

    private String text(Block block) {
        return blocks.containsKey(block) ? "^" + blocks.get(block) : "^undefined" + block.id();
    }

    /** Variables of one name are told apart by a number. */
    private String name(Variable variable) {
        return variables.computeIfAbsent(variable, v -> {
            String base = (v.reference() ? "*" : "") + v.name();
            String call = v.inlined().map(c -> "#" + (calls.containsKey(c) ? calls.get(c) : "undefined")).orElse("");
            String name = base + call;
            for (int i = 1; variables.containsValue(name); i++) {
                name = base + "~" + i + call;
            }
            return name;
        });
    }

    /** {@code data NAME align N KIND { … }}. */
    public static String print(Datum datum) {
        StringBuilder out = new StringBuilder("data ").append(Names.quote(datum.name())).append(" align ").append(datum.align()).append(' ')
                .append(datum.kind() == Datum.Kind.READ_ONLY ? "readonly" : datum.kind() == Datum.Kind.MUTABLE ? "mutable" : "imported").append(" {");
        byte[] bytes = datum.image().bytes();
        Map<Integer, exo86.ash.tree.Image.Address> addresses = new HashMap<>();
        datum.image().addresses().forEach(a -> addresses.put(a.offset(), a));
        for (int at = 0; at < bytes.length;) {
            exo86.ash.tree.Image.Address address = addresses.get(at);
            if (address != null) {
                out.append(' ').append(new SymbolAddress(address.symbol(), address.addend()));
                at += 4;
                continue;
            }
            int end = at;
            while (end < bytes.length && bytes[end] == 0 && !addresses.containsKey(end)) {
                end++;
            }
            if (end - at >= 4 || end == bytes.length && end > at) {
                out.append(" zero ").append(end - at);
                at = end;
                continue;
            }
            StringBuilder text = new StringBuilder();
            for (int zeros = 0; at < bytes.length && !addresses.containsKey(at) && zeros < 4; at++) {
                zeros = bytes[at] == 0 ? zeros + 1 : 0;
                text.append(character(bytes[at] & 0xFF));
            }
            out.append(" \"").append(text).append('"');
        }
        return out.append(" }\n").toString();
    }

    private static String character(int value) {
        boolean plain = value >= ' ' && value < 0x7F && value != '"' && value != '\\';
        return plain ? String.valueOf((char) value) : String.format("\\x%02x", value);
    }
}

package exo86.ash.emit;

import exo86.elf.Relocation;
import exo86.isa.Condition;
import exo86.isa.Encoder;
import exo86.isa.Encoding;
import exo86.isa.EncodingException;
import exo86.isa.Op;
import exo86.isa.Registers;
import exo86.isa.Request;
import exo86.isa.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Items to bytes through the instruction table. Jumps begin short and grow where their target is too far, until none changes; growing never
 * makes another jump shorter, so that ends.
 */
final class InstructionEncoder {
    private static final Encoder ENCODER = new Encoder(32);
    private final Map<Item, Encoding> known;
    private final List<Item> items;
    private final Encoding[] encodings;
    private final int[] starts;
    private final Map<Label, Integer> labels = new IdentityHashMap<>();
    private final boolean[] near;

    private InstructionEncoder(List<Item> items, Map<Item, Encoding> known) {
        this.known = known;
        this.items = items;
        encodings = new Encoding[items.size()];
        starts = new int[items.size() + 1];
        near = new boolean[items.size()];
    }

    /** @param known encodings found before, to which it adds: most instructions of a program are among a few thousand different ones */
    static MachineCode encode(List<Item> items, Map<Item, Encoding> known) {
        InstructionEncoder encoder = new InstructionEncoder(items, known);
        encoder.encodeAll();
        while (encoder.layOut()) {
            encoder.encodeJumps();
        }
        return encoder.result();
    }

    private void encodeAll() {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            boolean code = item instanceof Item.Instruction || item instanceof Item.StringInstruction;
            if (code && jump(item).isEmpty()) {
                encodings[i] = encoding(item);
            }
        }
        encodeJumps();
    }

    private Encoding encoding(Item item) {
        Encoding found = known.get(item);
        if (found == null) {
            found = encode(item);
            known.put(item, found);
        }
        return found;
    }

    private void encodeJumps() {
        for (int i = 0; i < items.size(); i++) {
            if (jump(items.get(i)).isPresent()) {
                Item.Instruction jump = (Item.Instruction) items.get(i);
                encodings[i] = encode(new Request(jump.op(), jump.condition(), List.of(exo86.isa.Operand.immediate(0)), false, 0, Registers.NONE,
                        0, 0, near[i] ? Request.Branch.NEAR : Request.Branch.SHORT));
            }
        }
    }

    /** Gives everything its place; a short jump that does not reach becomes near. True if there was one. */
    private boolean layOut() {
        int at = 0;
        for (int i = 0; i < items.size(); i++) {
            starts[i] = at;
            if (items.get(i) instanceof Item.Bind(Label label)) {
                labels.put(label, at);
            }
            at += encodings[i] == null ? 0 : encodings[i].bytes().length;
        }
        starts[items.size()] = at;
        boolean grown = false;
        for (int i = 0; i < items.size(); i++) {
            Optional<Label> target = jump(items.get(i));
            if (target.isPresent() && !near[i]) {
                int distance = labels.get(target.get()) - starts[i + 1];
                near[i] = distance != (byte) distance;
                grown |= near[i];
            }
        }
        return grown;
    }

    private MachineCode result() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<MachineCode.Reference> references = new ArrayList<>();
        List<MachineCode.CheckSite> checks = new ArrayList<>();
        List<MachineCode.LineMark> lines = new ArrayList<>();
        List<MachineCode.Table> tables = new ArrayList<>();
        List<MachineCode.UnwindingMark> unwinding = new ArrayList<>();
        List<MachineCode.HoldsMark> holds = new ArrayList<>();
        // A debugger that looks at a caller looks up the byte before the return address: what the call overwrites ends before its last byte.
        int behindCall = -1;
        Map<Scope, Integer> opened = new HashMap<>();
        Map<Scope, MachineCode.Range> scopes = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            int start = starts[i];
            switch (items.get(i)) {
                case Item.Check(String reason, var at) -> checks.add(new MachineCode.CheckSite(start, reason, at));
                case Item.Unwinding state -> unwinding.add(new MachineCode.UnwindingMark(start, state));
                case Item.Holds state -> {
                    boolean lostInCall = start == behindCall && state.where() instanceof Item.Where.Lost;
                    holds.add(new MachineCode.HoldsMark(lostInCall ? start - 1 : start, state));
                }
                case Item.Line(var at) -> lines.add(new MachineCode.LineMark(start, at));
                case Item.ScopeStart(Scope scope) -> opened.put(scope, start);
                case Item.ScopeEnd(Scope scope) -> scopes.put(scope, new MachineCode.Range(opened.get(scope), start));
                case Item.Bind bind -> {
                }
                case Item.Table(String symbol, List<Label> targets) -> tables.add(new MachineCode.Table(symbol,
                        targets.stream().map(labels::get).toList()));
                case Item.Instruction instruction -> {
                    bytes.writeBytes(place(i, jump(instruction), references));
                    behindCall = instruction.op() == Op.CALL ? bytes.size() : behindCall;
                }
                case Item.StringInstruction string -> bytes.writeBytes(encodings[i].bytes());
            }
        }
        return new MachineCode(bytes.toByteArray(), references, checks, lines, scopes, tables, unwinding, holds);
    }

    private byte[] place(int item, Optional<Label> target, List<MachineCode.Reference> references) {
        Encoding encoding = encodings[item];
        byte[] bytes = encoding.bytes();
        for (Encoding.Fixup fixup : encoding.fixups()) {
            if (target.isPresent()) {
                bytes = bytes.clone();
                int distance = labels.get(target.get()) - starts[item + 1];
                for (int i = 0; i < fixup.width() / 8; i++) {
                    bytes[fixup.offset() + i] = (byte) (distance >> 8 * i);
                }
            } else {
                String symbol = fixup.value().base().map(Value.Base::name).orElseThrow();
                int toEnd = bytes.length - fixup.offset();
                references.add(new MachineCode.Reference(starts[item] + fixup.offset(),
                        fixup.relative() ? Relocation.Kind.R_386_PC32 : Relocation.Kind.R_386_32, symbol,
                        (int) fixup.value().constant() - (fixup.relative() ? toEnd : 0)));
            }
        }
        return bytes;
    }

    private static Optional<Label> jump(Item item) {
        return item instanceof Item.Instruction instruction && !instruction.operands().isEmpty()
                && instruction.operands().getFirst() instanceof Operand.Near(Label label) ? Optional.of(label) : Optional.empty();
    }

    private static Encoding encode(Item item) {
        return switch (item) {
            case Item.Instruction(Op op, int condition, List<Operand> operands) -> encode(new Request(op, condition,
                    operands.stream().map(InstructionEncoder::operand).toList(), false, 0, Registers.NONE, 0, 0, Request.Branch.NEAR));
            case Item.StringInstruction(Op op, int width, boolean repeated) when op == Op.NOP -> encode(new Request(op, Condition.NONE, List.of(), false,
                    0xF3, Registers.NONE, 0, 0, Request.Branch.NEAR));
            case Item.StringInstruction(Op op, int width, boolean repeated) -> {
                exo86.isa.Operand to = exo86.isa.Operand.memory(width, Registers.EDI, 0);
                exo86.isa.Operand from = op == Op.MOVS ? exo86.isa.Operand.memory(width, Registers.ESI, 0)
                    : operand(new Operand.Register(Registers.EAX, width));
                yield encode(new Request(op, Condition.NONE, List.of(to, from), false, repeated ? 0xF3 : 0, Registers.NONE, 0, 0,
                        Request.Branch.NEAR));
            }
            default -> throw new IllegalArgumentException("not an instruction: " + item);
        };
    }

    private static Encoding encode(Request request) {
        try {
            return ENCODER.encode(request);
        } catch (EncodingException e) {
            throw new IllegalStateException("generated " + request + ": " + e.getMessage(), e);
        }
    }

    private static exo86.isa.Operand operand(Operand operand) {
        return switch (operand) {
            case Operand.Register(int number, int width) ->
                new exo86.isa.Operand.Register(exo86.isa.Operand.RegisterFile.GENERAL, number, width);
            case Operand.Control(int number) -> new exo86.isa.Operand.Register(exo86.isa.Operand.RegisterFile.CONTROL, number, 32);
            case Operand.Segment(int number) -> new exo86.isa.Operand.Register(exo86.isa.Operand.RegisterFile.SEGMENT, number, 16);
            case Operand.Memory(int base, int index, int scale, int displacement, String symbol, int width) ->
                exo86.isa.Operand.memory(width, base, index, scale, value(displacement, symbol));
            case Operand.Immediate(int value, String symbol) -> new exo86.isa.Operand.Immediate(value(value, symbol), 0, false);
            case Operand.Routine(String symbol) -> exo86.isa.Operand.symbol(symbol, 0);
            case Operand.Near near -> throw new IllegalArgumentException("a jump is encoded with its distance");
        };
    }

    private static Value value(int number, String symbol) {
        return symbol.isEmpty() ? Value.of(number) : Value.symbol(symbol, number);
    }
}

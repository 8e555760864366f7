package exo86.asm;

import exo86.asm.Parser.Located;
import exo86.isa.Encoder;
import exo86.isa.Encoding;
import exo86.isa.EncodingException;
import exo86.isa.Op;
import exo86.isa.Operand;
import exo86.isa.Request;
import exo86.isa.Request.Branch;
import exo86.isa.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every statement its place and its bytes, in as many passes as labels need to come to rest.
 *
 * <p>The idea: a jump starts short and becomes near, for good, the first time its target is out of reach; so passes end. Each pass encodes everything
 * anew with the labels of the one before; the first that moves no label is the result. Only then are mistakes reported, each once.
 */
final class Layout implements Evaluator.Scope {
    private static final int MAX_PASSES = 60;
    private static final int STRICT_FROM_PASS = 30;

    private final List<Diagnostic> diagnostics;
    private final boolean undefinedAreExternal;
    private final Encoder[] encoders = {new Encoder(16), new Encoder(32)};
    private final int defaultBits;

    final Map<String, SectionContent> sections = new LinkedHashMap<>();
    final Map<String, Statement.Global> globals = new LinkedHashMap<>();
    final Set<String> externals = new LinkedHashSet<>();
    Map<String, Quantity> symbols = new LinkedHashMap<>();
    long origin;

    private final Map<Statement, Boolean> nearJumps = new IdentityHashMap<>();
    private Map<String, Quantity> before = new HashMap<>();
    private SectionContent section;
    private SourceLine line = new SourceLine("", 0, "");
    private int bits;
    private int pass;
    private boolean report;
    private long total;

    Layout(List<Diagnostic> diagnostics, int defaultBits, boolean undefinedAreExternal) {
        this.diagnostics = diagnostics;
        this.defaultBits = defaultBits;
        this.undefinedAreExternal = undefinedAreExternal;
        this.section = sections.computeIfAbsent(".text", SectionContent::new);
    }

    /** Runs the passes; the result is in {@link #sections} and {@link #symbols}. */
    void run(List<Located> statements) {
        for (Located located : statements) {
            if (located.statement() instanceof Statement.Extern extern) {
                externals.add(extern.name());
            }
        }
        boolean settled = false;
        while (!settled && pass < MAX_PASSES) {
            before = symbols;
            pass(statements);
            settled = pass > 1 && before.equals(symbols);
        }
        before = symbols;
        report = true;
        pass(statements);
        if (!settled && diagnostics.isEmpty()) {
            diagnostics.add(new Diagnostic(line.file(), line.number(), 1, "labels do not come to rest: sizes depend on each other", line.text()));
        }
        for (Statement.Global global : globals.values()) {
            if (!symbols.containsKey(global.name()) && !externals.contains(global.name())) {
                Located where = statements.stream().filter(located -> located.statement() == global).findFirst().orElseThrow();
                line = where.line();
                error(global.column(), "global symbol '" + global.name() + "' is not defined");
            }
        }
    }

    private void pass(List<Located> statements) {
        pass++;
        symbols = new LinkedHashMap<>();
        sections.values().forEach(SectionContent::clear);
        section = sections.get(".text");
        bits = defaultBits;
        total = 0;
        for (Located located : statements) {
            line = located.line();
            try {
                statement(located.statement());
            } catch (SyntaxException e) {
                error(e.column, e.getMessage());
            }
        }
    }

    private void error(int column, String message) {
        if (report) {
            diagnostics.add(new Diagnostic(line.file(), line.number(), column + 1, message, line.text()));
        }
    }

    @Override
    public Quantity name(String name, int column) throws SyntaxException {
        Quantity now = symbols.get(name);
        if (now != null) {
            return now;
        }
        if (externals.contains(name)) {
            return Quantity.at(new Value.Symbol(name), 0);
        }
        Quantity earlier = before.get(name);
        if (earlier != null && report && earlier.unknown()) {
            throw new SyntaxException(column, "symbol '" + name + "' has no value: it is defined through itself or an undefined symbol");
        }
        if (earlier != null) {
            return earlier;
        }
        if (pass > 1 && undefinedAreExternal) {
            return Quantity.at(new Value.Symbol(name), 0);
        }
        if (report) {
            throw new SyntaxException(column, "symbol '" + name + "' is not defined");
        }
        return Quantity.UNKNOWN;
    }

    @Override
    public Value.Base section() {
        return section;
    }

    @Override
    public long here() {
        return section.size;
    }

    private void statement(Statement statement) throws SyntaxException {
        switch (statement) {
            case Statement.Label label -> define(label.name(), Quantity.at(section, section.size), label.column());
            case Statement.Equ equ -> define(equ.name(), Evaluator.evaluate(equ.value(), this), equ.column());
            case Statement.Instruction instruction -> instruction(instruction);
            case Statement.Data data -> data(data);
            case Statement.Reserve reserve -> fill(number(reserve.count()) * reserve.width(), 0, reserve.count().column());
            case Statement.Align align -> align(align);
            case Statement.Times times -> {
                long count = number(times.count());
                if (count < 0) {
                    throw new SyntaxException(times.count().column(), "times " + count + ": the count is negative");
                }
                for (long i = 0; i < count; i++) {
                    room(1, times.count().column());
                    total++;
                    statement(times.body());
                }
            }
            case Statement.SwitchSection change -> {
                section = sections.computeIfAbsent(change.name(), SectionContent::new);
                for (String attribute : change.attributes()) {
                    Optional<String> wrong = section.attribute(attribute);
                    if (wrong.isPresent()) {
                        throw new SyntaxException(change.column(), wrong.get());
                    }
                }
            }
            case Statement.Bits change -> bits = change.bits();
            case Statement.Org org -> origin = number(org.address());
            case Statement.Global global -> globals.put(global.name(), global);
            case Statement.Extern extern -> {
                if (symbols.containsKey(extern.name())) {
                    throw new SyntaxException(0, "symbol '" + extern.name() + "' is defined here and extern");
                }
            }
        }
    }

    private void define(String name, Quantity value, int column) throws SyntaxException {
        if (!value.terms().isEmpty()) {
            throw new SyntaxException(column, "a register is no value for a symbol");
        }
        if (symbols.containsKey(name)) {
            throw new SyntaxException(column, "symbol '" + name + "' is defined twice");
        }
        symbols.put(name, value);
    }

    /** A count or size that must be a plain number by now. */
    private long number(Expression expression) throws SyntaxException {
        Quantity quantity = Evaluator.evaluate(expression, this);
        if (quantity.unknown()) {
            return 0;
        }
        if (!quantity.pure()) {
            throw new SyntaxException(expression.column(), "expected a plain number, not an address or a register");
        }
        return quantity.constant();
    }

    /** Bounds what bad input can make: bytes in a section, and statements in a pass. */
    private void room(long bytes, int column) throws SyntaxException {
        if (bytes < 0) {
            throw new SyntaxException(column, "size is negative");
        }
        if (bytes > SectionContent.MAX_SIZE - section.size || total > SectionContent.MAX_SIZE / 16) {
            throw new SyntaxException(column, "section " + section.name() + " gets larger than " + (SectionContent.MAX_SIZE >> 20) + " MiB");
        }
    }

    private void fill(long count, int value, int column) throws SyntaxException {
        room(count, column);
        section.fill(count, value);
    }

    private void align(Statement.Align align) throws SyntaxException {
        long boundary = number(align.boundary());
        if (boundary < 1 || boundary > 1 << 20 || Long.bitCount(boundary) != 1) {
            throw new SyntaxException(align.column(), "alignment must be a power of two");
        }
        section.align = Math.max(section.align, (int) boundary);
        int value = align.fill().isPresent() ? (int) number(align.fill().get()) : section.exec ? 0x90 : 0;
        fill(-section.size & boundary - 1, value, align.column());
    }

    private void data(Statement.Data data) throws SyntaxException {
        for (Statement.Item item : data.items()) {
            switch (item) {
                case Statement.Item.Text text -> {
                    int size = text.bytes().length();
                    room(size + 8L, 0);
                    section.put(text.bytes().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                    section.fill(Math.floorMod(-size, data.width()), 0);
                }
                case Statement.Item.Real real -> {
                    long value = data.width() == 4 ? Float.floatToIntBits((float) real.value()) : Double.doubleToLongBits(real.value());
                    word(value, data.width());
                }
                case Statement.Item.Number number -> {
                    Quantity quantity = Evaluator.evaluate(number.value(), this);
                    if (!quantity.terms().isEmpty()) {
                        throw new SyntaxException(number.value().column(), "a register is no data");
                    }
                    int field = Math.min(data.width(), 4) * 8;
                    boolean later = quantity.base().isPresent();
                    if (later && !quantity.unknown()) {
                        section.fixups.add(new SectionContent.Fixup(section.size, field, false, 0, quantity.value(), line, number.value().column()));
                    } else if (!quantity.unknown() && data.width() < 8 && !fits(quantity.constant(), field)) {
                        error(number.value().column(), "value " + quantity.constant() + " does not fit " + field + " bits");
                    }
                    word(later ? 0 : quantity.constant(), data.width());
                }
            }
        }
    }

    private void word(long value, int width) throws SyntaxException {
        room(width, 0);
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >> 8 * i);
        }
        section.put(bytes);
    }

    static boolean fits(long value, int width) {
        return value >= -(1L << width - 1) && value < 1L << width;
    }

    private void instruction(Statement.Instruction instruction) throws SyntaxException {
        room(32, instruction.column());
        if (section.nobits) {
            throw new SyntaxException(instruction.column(), "no code in section " + section.name() + ", which has no bytes");
        }
        section.lines.add(new SectionContent.LineEntry(section.size, line));
        if (instruction.mnemonic().waits()) {
            section.put(new byte[] {(byte) 0x9B});
        }
        Branch branch = branch(instruction);
        Request request = new InstructionShape(instruction, bits, this, pass >= STRICT_FROM_PASS && !report).request(branch);
        Encoding encoding;
        try {
            encoding = encoders[bits == 16 ? 0 : 1].encode(request);
        } catch (EncodingException e) {
            throw new SyntaxException(instruction.column(), e.getMessage());
        }
        if (branch == Branch.SHORT && explicit(instruction).isEmpty() && !reaches(instruction, encoding)) {
            nearJumps.put(instruction, true);
            encoding = near(instruction, request);
        }
        int start = section.size;
        section.put(encoding.bytes());
        for (Encoding.Fixup fixup : encoding.fixups()) {
            if (!fixup.value().base().equals(Quantity.UNKNOWN.base())) {
                section.fixups.add(new SectionContent.Fixup(start + fixup.offset(), fixup.width(), fixup.relative(), section.size, fixup.value(), line,
                    instruction.column()));
            }
        }
    }

    private Encoding near(Statement.Instruction instruction, Request request) throws SyntaxException {
        Request again = new Request(request.op(), request.condition(), request.operands(), request.lock(), request.repeat(), request.segment(),
            request.operandSize(), request.addressSize(), Branch.NEAR);
        try {
            return encoders[bits == 16 ? 0 : 1].encode(again);
        } catch (EncodingException e) {
            throw new SyntaxException(instruction.column(), e.getMessage());
        }
    }

    private Branch branch(Statement.Instruction instruction) {
        Op op = instruction.mnemonic().op();
        if (op != Op.J && op != Op.JMP) {
            return Branch.NEAR;
        }
        return explicit(instruction).orElse(nearJumps.containsKey(instruction) ? Branch.NEAR : Branch.SHORT);
    }

    private static Optional<Branch> explicit(Statement.Instruction instruction) {
        for (Statement.OperandSyntax operand : instruction.operands()) {
            if (operand instanceof Statement.OperandSyntax.Imm imm) {
                if (imm.distance().equals("short")) {
                    return Optional.of(Branch.SHORT);
                }
                if (imm.distance().equals("near") || imm.strict() || imm.width() > 8) {
                    return Optional.of(Branch.NEAR);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the short form of a jump can reach; what is not known yet is taken to be near. */
    private boolean reaches(Statement.Instruction instruction, Encoding encoding) {
        for (Encoding.Fixup fixup : encoding.fixups()) {
            if (fixup.relative() && fixup.width() == 8) {
                Optional<Value.Base> base = fixup.value().base();
                if (base.equals(Quantity.UNKNOWN.base())) {
                    return true;
                }
                long distance = fixup.value().constant() - (section.size + encoding.bytes().length);
                return base.isPresent() && base.get() == section && distance >= -128 && distance <= 127;
            }
        }
        return instruction.operands().stream().anyMatch(operand -> !(operand instanceof Statement.OperandSyntax.Imm));
    }
}

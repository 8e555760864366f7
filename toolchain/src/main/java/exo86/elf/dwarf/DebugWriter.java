package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import exo86.elf.ObjectBuilder;
import exo86.elf.ObjectBuilder.SectionBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Adds debug information to an object file as DWARF 4 sections. Addresses relative to a symbol become relocations, and
/// so do offsets into other debug sections, which the linker joins with those of other files.
public final class DebugWriter {
    /// Location lists in the making: what is in the section, and what this unit adds.
    private record Lists(SectionBuilder section, int symbol, RelocatableBytes bytes) { }

    private final SectionBuilder ranges;
    private final Lists lists;
    private final int rangesSymbol;
    private final RelocatableBytes out = new RelocatableBytes();
    private final DieWriter dies = new DieWriter(out);
    private final RelocatableBytes rangeBytes = new RelocatableBytes();
    private final List<Reference> references = new ArrayList<>();
    private int[] typeOffsets = {};
    /// Of each abstract instance the entries that its copies refer to: its own, its parameters', then of each scope, the body
    /// first, the variables' and the scopes' within it, each behind its own.
    private final List<List<Integer>> abstracts = new ArrayList<>();

    /// Four bytes of the unit that name the entry of a type.
    private record Reference(int offset, int type) { }

    private DebugWriter(ObjectBuilder file, SectionBuilder ranges, SectionBuilder lists) {
        this.ranges = ranges;
        this.lists = new Lists(lists, file.sectionSymbol(lists), new RelocatableBytes());
        this.rangesSymbol = file.sectionSymbol(ranges);
    }

    public static void write(DebugInformation information, ObjectBuilder file) {
        if (!information.units().isEmpty()) {
            SectionBuilder info = RelocatableBytes.section(file, ".debug_info");
            SectionBuilder abbreviations = RelocatableBytes.section(file, ".debug_abbrev");
            SectionBuilder lines = RelocatableBytes.section(file, ".debug_line");
            SectionBuilder ranges = RelocatableBytes.section(file, ".debug_ranges");
            SectionBuilder lists = hasLists(information) ? RelocatableBytes.section(file, ".debug_loc") : ranges;
            for (CompileUnit unit : information.units()) {
                int linesAt = lines.size();
                LineWriter.write(unit).into(lines);
                int abbreviationsAt = abbreviations.size();
                new DebugWriter(file, ranges, lists).unit(unit, info, file.sectionSymbol(abbreviations), abbreviationsAt,
                    file.sectionSymbol(lines), linesAt, abbreviations);
            }
        }
        if (!information.frames().isEmpty()) {
            SectionBuilder frames = RelocatableBytes.section(file, ".debug_frame").align(4, 0);
            new FrameWriter(file.sectionSymbol(frames)).write(information.frames()).into(frames);
        }
    }

    private static boolean hasLists(DebugInformation information) {
        return information.units().stream().flatMap(unit -> unit.subprograms().stream())
            .anyMatch(function -> isListed(function.parameters()) || hasLists(function.body()));
    }

    private static boolean hasLists(Subprogram.Scope scope) {
        return isListed(scope.variables()) || scope.scopes().stream().anyMatch(DebugWriter::hasLists)
            || scope.calls().stream().anyMatch(call -> isListed(call.parameters()) || hasLists(call.body()));
    }

    private static boolean isListed(List<Variable> variables) {
        return variables.stream().anyMatch(variable -> variable.location() instanceof Location.Listed);
    }

    private void unit(CompileUnit unit, SectionBuilder info, int abbreviationSymbol, int abbreviationsAt, int lineSymbol,
                      int linesAt, SectionBuilder abbreviations) {
        out.bytes.put32(0).put16(4);
        out.symbol(abbreviationSymbol, abbreviationsAt);
        out.bytes.put8(4);
        dies.begin(TAG_UNIT, true).string(AT_PRODUCER, unit.producer()).number(AT_LANGUAGE, LANGUAGE)
            .string(AT_NAME, unit.name()).string(AT_DIRECTORY, unit.directory())
            .sectionOffset(AT_LINES, lineSymbol, linesAt);
        if (!unit.subprograms().isEmpty()) {
            dies.address(AT_LOW_PC, new Address.Absolute(0)).sectionOffset(AT_RANGES, rangesSymbol, ranges.size());
            unit.subprograms().forEach(this::range);
            rangeBytes.bytes.put32(0).put32(0);
        }
        dies.end();
        typeOffsets = new int[unit.types().size()];
        for (int i = 0; i < typeOffsets.length; i++) {
            typeOffsets[i] = out.bytes.size();
            type(unit.types().get(i));
        }
        unit.variables().forEach(variable -> variable(TAG_VARIABLE, variable, true));
        unit.abstracts().forEach(this::abstractInstance);
        unit.subprograms().forEach(this::subprogram);
        dies.endChildren();
        out.bytes.patch32(0, out.bytes.size() - 4);
        references.forEach(reference -> out.bytes.patch32(reference.offset, typeOffsets[reference.type]));
        out.into(info);
        abbreviations.emit(dies.abbreviationTable());
        rangeBytes.into(ranges);
        lists.bytes.into(lists.section);
    }

    private void range(Subprogram function) {
        range(new CodeRange(function.start(), function.size()));
    }

    private void range(CodeRange range) {
        rangeBytes.address(range.start());
        rangeBytes.address(range.start(), range.size());
    }

    /// The code of an entry: one stretch, or a list.
    private void code(List<CodeRange> code) {
        if (code.size() == 1) {
            dies.address(AT_LOW_PC, code.getFirst().start()).word(AT_HIGH_PC, code.getFirst().size());
        } else if (!code.isEmpty()) {
            dies.sectionOffset(AT_RANGES, rangesSymbol, ranges.size() + rangeBytes.bytes.size());
            code.forEach(this::range);
            rangeBytes.bytes.put32(0).put32(0);
        }
    }

    private void type(DebugType type) {
        switch (type) {
            case DebugType.Base t -> dies.begin(TAG_BASE, false).string(AT_NAME, t.name()).number(AT_BYTE_SIZE, t.size())
                .number(AT_ENCODING, t.encoding().number).end();
            case DebugType.Pointer t -> end(dies.begin(TAG_POINTER, false).number(AT_BYTE_SIZE, 4), t.target());
            case DebugType.Structure t -> members(TAG_STRUCTURE, t.name(), t.size(), t.members());
            case DebugType.Union t -> members(TAG_UNION, t.name(), t.size(), t.members());
            case DebugType.Tagged t -> tagged(t);
            case DebugType.Array t -> {
                end(dies.begin(TAG_ARRAY, true), t.element());
                dies.begin(TAG_SUBRANGE, false);
                if (t.count() >= 0) {
                    dies.number(AT_COUNT, t.count());
                }
                dies.end();
                dies.endChildren();
            }
            case DebugType.Enumeration t -> {
                name(dies.begin(TAG_ENUMERATION, true), t.name()).number(AT_BYTE_SIZE, t.size()).end();
                t.enumerators().forEach(e -> dies.begin(TAG_ENUMERATOR, false).string(AT_NAME, e.name())
                    .signed(AT_CONST_VALUE, e.value()).end());
                dies.endChildren();
            }
            case DebugType.Typedef t -> end(dies.begin(TAG_TYPEDEF, false).string(AT_NAME, t.name()), t.target());
            case DebugType.Qualified t ->
                end(dies.begin(t.qualifier().equals("const") ? TAG_CONST : TAG_VOLATILE, false), t.target());
            case DebugType.Function t -> {
                end(dies.begin(TAG_FUNCTION_TYPE, true).flag(AT_PROTOTYPED), t.result());
                t.parameters().forEach(parameter -> end(dies.begin(TAG_PARAMETER, false), parameter));
                dies.endChildren();
            }
        }
    }

    private static DieWriter name(DieWriter die, String name) {
        return name.isEmpty() ? die : die.string(AT_NAME, name);
    }

    private void members(int tag, String name, int size, List<DebugType.Member> members) {
        name(dies.begin(tag, true), name).number(AT_BYTE_SIZE, size).end();
        members.forEach(this::member);
        dies.endChildren();
    }

    private void member(DebugType.Member member) {
        name(dies.begin(TAG_MEMBER, false), member.name());
        if (member.bitSize() > 0) {
            dies.number(AT_BIT_SIZE, member.bitSize()).number(AT_DATA_BIT_OFFSET, member.offset() * 8 + member.bitOffset());
        } else {
            dies.number(AT_MEMBER_LOCATION, member.offset());
        }
        end(dies, member.type());
    }

    private void tagged(DebugType.Tagged type) {
        name(dies.begin(TAG_STRUCTURE, true), type.name()).number(AT_BYTE_SIZE, type.size()).end();
        dies.begin(TAG_VARIANT_PART, true);
        int at = dies.reference(AT_DISCRIMINANT);
        int discriminant = dies.end() + at;
        out.bytes.patch32(discriminant, out.bytes.size());
        member(type.tag());
        for (DebugType.Variant variant : type.variants()) {
            dies.begin(TAG_VARIANT, true).number(AT_DISCRIMINANT_VALUE, variant.tag()).end();
            member(variant.member());
            dies.endChildren();
        }
        dies.endChildren();
        dies.endChildren();
    }

    /// Ends an entry with its type, if it has one.
    private void end(DieWriter die, int type) {
        if (type == DebugType.VOID) {
            die.end();
        } else {
            int at = die.reference(AT_TYPE);
            references.add(new Reference(die.end() + at, type));
        }
    }

    private void variable(int tag, Variable variable, boolean external) {
        name(dies.begin(tag, false), variable.name()).number(AT_FILE, variable.file() + 1).number(AT_LINE, variable.line());
        location(variable);
        if (external) {
            dies.flag(AT_EXTERNAL);
        }
        end(dies, variable.type());
    }

    private void location(Variable variable) {
        switch (variable.location()) {
            case Location.Listed(List<Location.Range> list) -> {
                dies.sectionOffset(AT_LOCATION, lists.symbol, lists.section.size() + lists.bytes.bytes.size());
                list.forEach(this::listEntry);
                lists.bytes.bytes.put32(0).put32(0);
            }
            case Location.Unavailable _ -> { }
            default -> {
                RelocatableBytes expression = new RelocatableBytes();
                expression(variable.location(), expression);
                dies.expression(AT_LOCATION, expression);
            }
        }
    }

    private void listEntry(Location.Range range) {
        RelocatableBytes expression = new RelocatableBytes();
        expression(range.location(), expression);
        lists.bytes.address(range.start());
        lists.bytes.address(range.start(), range.size());
        lists.bytes.bytes.put16(expression.bytes.size());
        lists.bytes.append(expression);
    }

    private static void expression(Location location, RelocatableBytes expression) {
        switch (location) {
            case Location.Frame(int offset) -> expression.bytes.put8(OP_FBREG).putSignedLeb128(offset);
            case Location.Static(Address address) -> {
                expression.bytes.put8(OP_ADDR);
                expression.address(address);
            }
            case Location.Register(int number) -> expression.bytes.put8(OP_REG0 + number);
            case Location.Constant(int value) when value >= 0 && value < 32 -> expression.bytes.put8(OP_LIT0 + value).put8(OP_STACK_VALUE);
            case Location.Constant(int value) -> expression.bytes.put8(OP_CONSTS).putSignedLeb128(value).put8(OP_STACK_VALUE);
            case Location.FrameAddress(int offset) -> expression.bytes.put8(OP_FBREG).putSignedLeb128(offset).put8(OP_STACK_VALUE);
            case Location.StaticAddress(Address address) -> {
                expression.bytes.put8(OP_ADDR);
                expression.address(address);
                expression.bytes.put8(OP_STACK_VALUE);
            }
            case Location.Pointed(Location.Register(int number)) -> expression.bytes.put8(OP_BREG0 + number).put8(0);
            case Location.Pointed(Location pointer) -> {
                expression(pointer, expression);
                expression.bytes.put8(OP_DEREF);
            }
            case Location.Pieces(List<Location.Piece> pieces) -> pieces.forEach(piece -> {
                expression(piece.location(), expression);
                expression.bytes.put8(OP_PIECE).putUnsignedLeb128(piece.size());
            });
            case Location.Unavailable _ -> { }
            case Location.Listed _ -> throw new IllegalArgumentException("a list in a list");
        }
    }

    private void abstractInstance(AbstractInstance function) {
        List<Integer> parts = new ArrayList<>();
        abstracts.add(parts);
        parts.add(out.bytes.size());
        dies.begin(TAG_SUBPROGRAM, true).string(AT_NAME, function.name()).string(AT_DESCRIPTION, function.linkName())
            .number(AT_FILE, function.file() + 1).number(AT_LINE, function.line()).flag(AT_PROTOTYPED).number(AT_INLINE, INLINED);
        if (function.external()) {
            dies.flag(AT_EXTERNAL);
        }
        end(dies, function.result());
        for (Variable parameter : function.parameters()) {
            parts.add(out.bytes.size());
            variable(TAG_PARAMETER, parameter, false);
        }
        abstractParts(function.body(), parts);
        dies.endChildren();
    }

    private void abstractParts(Subprogram.Scope scope, List<Integer> parts) {
        for (Variable variable : scope.variables()) {
            parts.add(out.bytes.size());
            variable(TAG_VARIABLE, variable, false);
        }
        for (Subprogram.Scope inner : scope.scopes()) {
            parts.add(out.bytes.size());
            dies.begin(TAG_BLOCK, true).end();
            abstractParts(inner, parts);
            dies.endChildren();
        }
    }

    private void subprogram(Subprogram function) {
        RelocatableBytes frameBase = new RelocatableBytes();
        frameBase.bytes.put8(OP_CALL_FRAME_CFA);
        if (function.origin().isPresent()) {
            Iterator<Integer> parts = abstracts.get(function.origin().getAsInt()).iterator();
            copyOf(TAG_SUBPROGRAM, true, parts).address(AT_LOW_PC, function.start()).word(AT_HIGH_PC, function.size())
                .expression(AT_FRAME_BASE, frameBase).end();
            copyParts(function.parameters(), function.body(), parts);
            dies.endChildren();
            return;
        }
        dies.begin(TAG_SUBPROGRAM, true).string(AT_NAME, function.name()).number(AT_FILE, function.file() + 1)
            .number(AT_LINE, function.line()).address(AT_LOW_PC, function.start()).word(AT_HIGH_PC, function.size())
            .expression(AT_FRAME_BASE, frameBase).flag(AT_PROTOTYPED);
        if (function.external()) {
            dies.flag(AT_EXTERNAL);
        }
        end(dies, function.result());
        function.parameters().forEach(parameter -> variable(TAG_PARAMETER, parameter, false));
        contents(function.body());
        dies.endChildren();
    }

    /// Calls stand before blocks: where both claim a stretch of code, debuggers believe what they read first.
    private void contents(Subprogram.Scope scope) {
        scope.variables().forEach(variable -> variable(TAG_VARIABLE, variable, false));
        scope.calls().forEach(this::call);
        for (Subprogram.Scope inner : scope.scopes()) {
            dies.begin(TAG_BLOCK, true);
            code(inner.ranges());
            dies.end();
            contents(inner);
            dies.endChildren();
        }
    }

    private void call(InlinedCall call) {
        Iterator<Integer> parts = abstracts.get(call.origin()).iterator();
        copyOf(TAG_INLINED, true, parts);
        if (call.ranges().size() > 1) {
            dies.address(AT_ENTRY_PC, call.ranges().getFirst().start());
        }
        code(call.ranges());
        dies.number(AT_CALL_FILE, call.file() + 1).number(AT_CALL_LINE, call.line());
        if (call.column() > 0) {
            dies.number(AT_CALL_COLUMN, call.column());
        }
        dies.end();
        copyParts(call.parameters(), call.body(), parts);
        dies.endChildren();
    }

    /// Begins an entry that refers to the next part of an abstract instance.
    private DieWriter copyOf(int tag, boolean children, Iterator<Integer> parts) {
        return dies.begin(tag, children).reference(AT_ABSTRACT_ORIGIN, parts.next());
    }

    /// What is nowhere in the copy is left to the abstract instance.
    private void copyParts(List<Variable> parameters, Subprogram.Scope body, Iterator<Integer> parts) {
        parameters.forEach(parameter -> copyOf(TAG_PARAMETER, parameter, parts));
        copyParts(body, parts);
    }

    private void copyOf(int tag, Variable variable, Iterator<Integer> parts) {
        if (variable.location() instanceof Location.Unavailable) {
            parts.next();
        } else {
            copyOf(tag, false, parts);
            location(variable);
            dies.end();
        }
    }

    private void copyParts(Subprogram.Scope scope, Iterator<Integer> parts) {
        scope.variables().forEach(variable -> copyOf(TAG_VARIABLE, variable, parts));
        scope.calls().forEach(this::call);
        for (Subprogram.Scope inner : scope.scopes()) {
            if (inner.ranges().isEmpty()) {
                skip(inner, parts);
            } else {
                copyOf(TAG_BLOCK, true, parts);
                code(inner.ranges());
                dies.end();
                copyParts(inner, parts);
                dies.endChildren();
            }
        }
    }

    private static void skip(Subprogram.Scope scope, Iterator<Integer> parts) {
        parts.next();
        scope.variables().forEach(variable -> parts.next());
        scope.scopes().forEach(inner -> skip(inner, parts));
    }
}

package exo86.elf.dwarf;

import exo86.elf.ByteWriter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes debugging entries one after the other: [#begin], attributes, [#end]. Entries of the same shape share an
/// abbreviation. Each attribute method names the DWARF form that it uses.
final class DieWriter {
    private final RelocatableBytes out;
    private final Map<String, Integer> abbreviations = new LinkedHashMap<>();
    private final ByteWriter table = new ByteWriter();
    private RelocatableBytes values = new RelocatableBytes();
    private ByteWriter shape = new ByteWriter();

    DieWriter(RelocatableBytes out) {
        this.out = out;
    }

    /// Begins an entry; its offset in the unit is `out`'s present size.
    DieWriter begin(int tag, boolean children) {
        values = new RelocatableBytes();
        shape = new ByteWriter().putUnsignedLeb128(tag).put8(children ? 1 : 0);
        return this;
    }

    /// Ends the entry; returns the offset of its first attribute value.
    int end() {
        String key = HexFormat.of().formatHex(shape.toByteArray());
        int code = abbreviations.computeIfAbsent(key, _ -> {
            int next = abbreviations.size() + 1;
            table.putUnsignedLeb128(next).put(shape.toByteArray()).put8(0).put8(0);
            return next;
        });
        out.bytes.putUnsignedLeb128(code);
        int start = out.bytes.size();
        out.append(values);
        return start;
    }

    /// Ends the list of children of the entry before.
    void endChildren() {
        out.bytes.put8(0);
    }

    DieWriter string(int attribute, String text) {
        attribute(attribute, Dwarf.FORM_STRING).bytes.putString(text);
        return this;
    }

    DieWriter number(int attribute, int value) {
        attribute(attribute, Dwarf.FORM_UDATA).bytes.putUnsignedLeb128(value);
        return this;
    }

    DieWriter signed(int attribute, int value) {
        attribute(attribute, Dwarf.FORM_SDATA).bytes.putSignedLeb128(value);
        return this;
    }

    DieWriter word(int attribute, int value) {
        attribute(attribute, Dwarf.FORM_DATA4).bytes.put32(value);
        return this;
    }

    DieWriter flag(int attribute) {
        attribute(attribute, Dwarf.FORM_FLAG_PRESENT);
        return this;
    }

    DieWriter address(int attribute, Address address) {
        attribute(attribute, Dwarf.FORM_ADDR).address(address);
        return this;
    }

    DieWriter sectionOffset(int attribute, int sectionSymbol, int offset) {
        attribute(attribute, Dwarf.FORM_SEC_OFFSET).symbol(sectionSymbol, offset);
        return this;
    }

    DieWriter expression(int attribute, RelocatableBytes expression) {
        RelocatableBytes into = attribute(attribute, Dwarf.FORM_EXPRLOC);
        into.bytes.putUnsignedLeb128(expression.bytes.size());
        into.append(expression);
        return this;
    }

    /// A reference to another entry; returns where in the values its four bytes go.
    int reference(int attribute) {
        RelocatableBytes into = attribute(attribute, Dwarf.FORM_REF4);
        int at = into.bytes.size();
        into.bytes.put32(0);
        return at;
    }

    /// A reference to an entry that stands before this one, at that offset of the unit.
    DieWriter reference(int attribute, int offset) {
        attribute(attribute, Dwarf.FORM_REF4).bytes.put32(offset);
        return this;
    }

    byte[] abbreviationTable() {
        return new ByteWriter().put(table.toByteArray()).put8(0).toByteArray();
    }

    private RelocatableBytes attribute(int attribute, int form) {
        shape.putUnsignedLeb128(attribute).putUnsignedLeb128(form);
        return values;
    }
}

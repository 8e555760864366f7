package exo86.elf.dwarf;

/// Writes a unit's line table (DWARF 4, 6.2): header, then for each sequence a program of plain opcodes. Special opcodes
/// would save bytes that nobody misses in a file that is not loaded.
final class LineWriter {
    private static final int[] OPERANDS = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};

    private LineWriter() { }

    static RelocatableBytes write(CompileUnit unit) {
        RelocatableBytes out = new RelocatableBytes();
        out.bytes.put32(0).put16(4).put32(0);
        int headerStart = out.bytes.size();
        // minimum instruction length, operations an instruction, statements by default, line base, line range, opcode base
        out.bytes.put8(1).put8(1).put8(1).put8(-5).put8(14).put8(OPERANDS.length + 1);
        for (int operands : OPERANDS) {
            out.bytes.put8(operands);
        }
        out.bytes.put8(0);
        unit.files().forEach(file -> out.bytes.putString(file).put8(0).put8(0).put8(0));
        out.bytes.put8(0);
        out.bytes.patch32(headerStart - 4, out.bytes.size() - headerStart);
        unit.lines().forEach(sequence -> sequence(sequence, out));
        out.bytes.patch32(0, out.bytes.size() - 4);
        return out;
    }

    private static void sequence(LineSequence sequence, RelocatableBytes out) {
        out.bytes.put8(0).put8(5).put8(2);
        out.address(sequence.start());
        LineSequence.Row now = new LineSequence.Row(0, 0, 1, 0, true);
        for (LineSequence.Row row : sequence.rows()) {
            advance(row.offset() - now.offset(), out);
            if (row.file() != now.file()) {
                out.bytes.put8(4).putUnsignedLeb128(row.file() + 1);
            }
            if (row.column() != now.column()) {
                out.bytes.put8(5).putUnsignedLeb128(row.column());
            }
            if (row.statement() != now.statement()) {
                out.bytes.put8(6);
            }
            if (row.line() != now.line()) {
                out.bytes.put8(3).putSignedLeb128(row.line() - now.line());
            }
            out.bytes.put8(1);
            now = row;
        }
        advance(sequence.size() - now.offset(), out);
        out.bytes.put8(0).put8(1).put8(1);
    }

    private static void advance(int distance, RelocatableBytes out) {
        if (distance != 0) {
            out.bytes.put8(2).putUnsignedLeb128(distance);
        }
    }
}

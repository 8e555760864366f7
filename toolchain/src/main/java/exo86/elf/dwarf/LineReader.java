package exo86.elf.dwarf;

import exo86.elf.ElfException;
import java.util.ArrayList;
import java.util.List;

/// Reads a unit's line table (DWARF 2 to 4, 6.2) by running its program. Sequences at address 0, whose code the linker
/// removed, are left out, and so is what follows a row that goes backwards.
final class LineReader {
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int SET_COLUMN = 5;
    private static final int NEGATE_STATEMENT = 6;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;

    record Table(List<String> files, List<LineSequence> sequences) { }

    private final List<LineSequence> sequences = new ArrayList<>();
    private List<LineSequence.Row> rows = new ArrayList<>();
    private int start;
    private int address;
    private int file;
    private int line;
    private int column;
    private boolean statement;

    private LineReader() { }

    static Table read(Cursor section) throws ElfException {
        return new LineReader().table(section.take(section.unsigned(4)));
    }

    private Table table(Cursor in) throws ElfException {
        int version = in.u16();
        if (version < 2 || version > 4) {
            throw in.error("line table of version " + version + "; expected 2 to 4");
        }
        Cursor header = in.take(in.unsigned(4));
        int unit = header.u8();
        if (version == 4) {
            header.u8();
        }
        boolean byDefault = header.u8() != 0;
        int lineBase = (byte) header.u8();
        int lineRange = header.u8();
        int[] operands = new int[Math.max(1, header.u8())];
        if (lineRange == 0) {
            throw header.error("line range 0; expected at least 1");
        }
        for (int i = 1; i < operands.length; i++) {
            operands[i] = header.u8();
        }
        List<String> directories = new ArrayList<>(List.of(""));
        for (String text = header.string(); !text.isEmpty(); text = header.string()) {
            directories.add(text + "/");
        }
        List<String> files = new ArrayList<>();
        for (String text = header.string(); !text.isEmpty(); text = header.string()) {
            int directory = header.index();
            header.unsignedLeb128();
            header.unsignedLeb128();
            files.add(directory < directories.size() && !text.startsWith("/") ? directories.get(directory) + text : text);
        }
        reset(byDefault);
        while (!in.atEnd()) {
            int opcode = in.u8();
            if (opcode >= operands.length) {
                int adjusted = opcode - operands.length;
                address += adjusted / lineRange * unit;
                line += lineBase + adjusted % lineRange;
                row();
            } else if (opcode == 0) {
                extended(in, byDefault);
            } else {
                standard(in, opcode, operands[opcode], unit, (255 - operands.length) / lineRange);
            }
        }
        return new Table(List.copyOf(files), List.copyOf(sequences));
    }

    private void standard(Cursor in, int opcode, int operands, int unit, int constant) throws ElfException {
        switch (opcode) {
            case COPY -> row();
            case ADVANCE_PC -> address += (int) in.unsignedLeb128() * unit;
            case ADVANCE_LINE -> line += (int) in.signedLeb128();
            case SET_FILE -> file = (int) in.unsignedLeb128();
            case SET_COLUMN -> column = (int) in.unsignedLeb128();
            case NEGATE_STATEMENT -> statement = !statement;
            case CONST_ADD_PC -> address += constant * unit;
            case FIXED_ADVANCE_PC -> address += in.u16();
            default -> {
                for (int i = 0; i < operands; i++) {
                    in.unsignedLeb128();
                }
            }
        }
    }

    private void extended(Cursor in, boolean byDefault) throws ElfException {
        Cursor body = in.take(in.unsignedLeb128());
        if (body.atEnd()) {
            return;
        }
        switch (body.u8()) {
            case END_SEQUENCE -> {
                int size = address - start;
                if (!rows.isEmpty() && start != 0 && size >= 0) {
                    sequences.add(new LineSequence(new Address.Absolute(start), size, rows));
                }
                rows = new ArrayList<>();
                reset(byDefault);
            }
            case SET_ADDRESS -> address = body.u32();
            default -> { }
        }
    }

    private void row() {
        if (rows.isEmpty()) {
            start = address;
        }
        int offset = address - start;
        if (rows.isEmpty() || offset >= rows.getLast().offset()) {
            rows.add(new LineSequence.Row(offset, Math.max(0, file - 1), line, column, statement));
        }
    }

    private void reset(boolean byDefault) {
        start = 0;
        address = 0;
        file = 1;
        line = 1;
        column = 0;
        statement = byDefault;
    }
}

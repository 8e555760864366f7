package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import exo86.elf.ElfException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads `.debug_frame` (DWARF 2 to 4, 6.4) by running the instructions of each entry. Rules that are expressions are not
/// in the model: such a register counts as not saved, and an entry whose frame address is one is left out.
final class FrameReader {
    private static final int REGISTERS = 16;
    private static final int REMEMBER_LIMIT = 64;

    private final Cursor section;
    private final Map<Integer, Common> commons = new HashMap<>();

    private record Common(int codeFactor, int dataFactor, boolean signal, Row initial) { }

    /// The rules while they are being built.
    private record Row(int register, int distance, TreeMap<Integer, Integer> saved) { }

    private FrameReader(byte[] bytes) {
        this.section = new Cursor(".debug_frame", bytes);
    }

    static List<FrameEntry> read(byte[] bytes) throws ElfException {
        FrameReader reader = new FrameReader(bytes);
        List<FrameEntry> entries = new ArrayList<>();
        Cursor in = reader.section;
        while (!in.atEnd()) {
            Cursor entry = in.take(in.unsigned(4));
            if (entry.atEnd()) {
                continue;
            }
            int id = entry.u32();
            if (id != -1) {
                reader.entry(entry, reader.common(Integer.toUnsignedLong(id)), entries);
            }
        }
        return entries;
    }

    private Common common(long offset) throws ElfException {
        Common known = commons.get((int) offset);
        if (known != null) {
            return known;
        }
        Cursor at = section.at(offset);
        Cursor in = at.take(at.unsigned(4));
        if (in.u32() != -1) {
            throw in.error("frame entry refers to 0x%x; expected a common entry there".formatted(offset));
        }
        int version = in.u8();
        String augmentation = in.string();
        if (version != 1 && version != 3 && version != 4 || !augmentation.isEmpty() && !augmentation.equals("S")) {
            throw in.error("common entry of version " + version + " with augmentation '" + augmentation
                + "'; expected 1, 3 or 4 and none or 'S'");
        }
        if (version == 4) {
            in.u16();
        }
        int codeFactor = in.index();
        int dataFactor = (int) in.signedLeb128();
        if (version == 1) {
            in.u8();
        } else {
            in.index();
        }
        Common empty = new Common(codeFactor, dataFactor, !augmentation.isEmpty(), new Row(-1, 0, new TreeMap<>()));
        List<FrameEntry.Row> rows = run(in, empty);
        FrameEntry.Row last = rows.getLast();
        Common common = new Common(codeFactor, dataFactor, empty.signal,
            new Row(last.register(), last.distance(), new TreeMap<>(last.saved())));
        commons.put((int) offset, common);
        return common;
    }

    private void entry(Cursor in, Common common, List<FrameEntry> entries) throws ElfException {
        int start = in.u32();
        int size = in.u32();
        List<FrameEntry.Row> rows = run(in, common);
        if (start != 0 && rows.stream().noneMatch(row -> row.register() < 0)) {
            entries.add(new FrameEntry(new Address.Absolute(start), size, common.signal, rows));
        }
    }

    private List<FrameEntry.Row> run(Cursor in, Common common) throws ElfException {
        List<FrameEntry.Row> rows = new ArrayList<>();
        Deque<Row> remembered = new ArrayDeque<>();
        int offset = 0;
        int register = common.initial.register;
        int distance = common.initial.distance;
        TreeMap<Integer, Integer> saved = new TreeMap<>(common.initial.saved);
        while (!in.atEnd()) {
            int opcode = in.u8();
            int low = opcode & 0x3F;
            int advance = 0;
            switch (opcode >> 6) {
                case 1 -> advance = low;
                case 2 -> save(saved, low, (int) in.unsignedLeb128() * common.dataFactor);
                case 3 -> restore(saved, low, common);
                default -> {
                    switch (opcode) {
                        case CFA_NOP -> { }
                        case CFA_ADVANCE1 -> advance = in.u8();
                        case CFA_ADVANCE2 -> advance = in.u16();
                        case CFA_ADVANCE4 -> advance = in.u32();
                        case CFA_SET_LOC -> in.take(4);
                        case CFA_GNU_ARGS_SIZE -> in.unsignedLeb128();
                        case CFA_OFFSET_EXTENDED -> save(saved, in.index(), (int) in.unsignedLeb128() * common.dataFactor);
                        case CFA_OFFSET_EXTENDED_SIGNED -> save(saved, in.index(), (int) in.signedLeb128() * common.dataFactor);
                        case CFA_RESTORE_EXTENDED -> restore(saved, in.index(), common);
                        case CFA_UNDEFINED, CFA_SAME_VALUE -> saved.remove(in.index());
                        case CFA_REGISTER -> {
                            saved.remove(in.index());
                            in.index();
                        }
                        case CFA_REMEMBER -> {
                            if (remembered.size() >= REMEMBER_LIMIT) {
                                throw in.error("more than " + REMEMBER_LIMIT + " remembered states; expected less");
                            }
                            remembered.push(new Row(register, distance, new TreeMap<>(saved)));
                        }
                        case CFA_RESTORE_STATE -> {
                            if (remembered.isEmpty()) {
                                throw in.error("restored state; expected one that was remembered");
                            }
                            Row row = remembered.pop();
                            register = row.register;
                            distance = row.distance;
                            saved = new TreeMap<>(row.saved);
                        }
                        case CFA_DEF -> {
                            register = in.index();
                            distance = in.index();
                        }
                        case CFA_DEF_REGISTER -> register = in.index();
                        case CFA_DEF_OFFSET -> distance = in.index();
                        case CFA_DEF_EXPRESSION -> {
                            in.take(in.unsignedLeb128());
                            register = -1;
                        }
                        case CFA_EXPRESSION, CFA_VAL_EXPRESSION -> {
                            saved.remove(in.index());
                            in.take(in.unsignedLeb128());
                        }
                        default -> throw in.error("frame instruction 0x%x; expected one of DWARF 4's".formatted(opcode));
                    }
                }
            }
            if (advance != 0) {
                rows.add(new FrameEntry.Row(offset, register, distance, saved));
                offset += advance * common.codeFactor;
            }
        }
        rows.add(new FrameEntry.Row(offset, register, distance, saved));
        return rows;
    }

    private static void save(Map<Integer, Integer> saved, int register, int distance) {
        if (register < REGISTERS) {
            saved.put(register, distance);
        }
    }

    private static void restore(Map<Integer, Integer> saved, int register, Common common) {
        if (common.initial.saved.containsKey(register)) {
            saved.put(register, common.initial.saved.get(register));
        } else {
            saved.remove(register);
        }
    }
}

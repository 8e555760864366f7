package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import exo86.elf.ElfException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads `.debug_info` into trees of [Die]. References become offsets in the section.
///
/// Bounds: an entry has at least one byte, nests at most 200 deep and has at most 64 attributes, so time and memory stay in
/// proportion to the file.
final class DieReader {
    private static final int DEPTH_LIMIT = 200;
    private static final int ATTRIBUTE_LIMIT = 64;

    private final Cursor abbreviations;
    private final Cursor strings;
    private final Map<Long, Map<Integer, Shape>> tables = new HashMap<>();

    private record Shape(int tag, boolean children, List<int[]> attributes) { }

    DieReader(byte[] abbreviations, byte[] strings) {
        this.abbreviations = new Cursor(".debug_abbrev", abbreviations);
        this.strings = new Cursor(".debug_str", strings);
    }

    /// The unit's entry with all below it. `unit` stands behind version and abbreviation offset; `unitStart` is where
    /// references count from.
    Die read(Cursor unit, int unitStart, long abbreviationOffset) throws ElfException {
        Map<Integer, Shape> table = table(abbreviationOffset);
        Deque<Die> open = new ArrayDeque<>();
        Die root = null;
        while (!unit.atEnd()) {
            int offset = unit.position();
            int code = unit.index();
            if (code == 0) {
                if (open.isEmpty()) {
                    break;
                }
                open.pop();
                if (open.isEmpty()) {
                    break;
                }
                continue;
            }
            Shape shape = table.get(code);
            if (shape == null) {
                throw unit.error("abbreviation " + code + "; expected one of the " + table.size() + " in the unit's table");
            }
            Map<Integer, Die.Value> attributes = HashMap.newHashMap(shape.attributes.size());
            for (int[] attribute : shape.attributes) {
                attributes.put(attribute[0], value(unit, unitStart, attribute[1]));
            }
            Die die = new Die(offset, shape.tag, attributes);
            if (root == null) {
                root = die;
            } else if (open.isEmpty()) {
                break;
            } else {
                open.peek().children().add(die);
            }
            if (shape.children) {
                open.push(die);
                if (open.size() > DEPTH_LIMIT) {
                    throw unit.error("entries nested more than " + DEPTH_LIMIT + " deep; expected less");
                }
            }
        }
        if (root == null) {
            throw unit.error("a unit without entries; expected a compile unit");
        }
        return root;
    }

    private Map<Integer, Shape> table(long offset) throws ElfException {
        Map<Integer, Shape> known = tables.get(offset);
        if (known != null) {
            return known;
        }
        if (tables.size() > 1000) {
            throw abbreviations.error("more than 1000 abbreviation tables; expected less");
        }
        Map<Integer, Shape> table = new HashMap<>();
        Cursor in = abbreviations.at(offset);
        while (!in.atEnd()) {
            int code = in.index();
            if (code == 0) {
                break;
            }
            int tag = in.index();
            boolean children = in.u8() != 0;
            List<int[]> attributes = new ArrayList<>();
            while (true) {
                int attribute = in.index();
                int form = in.index();
                if (attribute == 0 && form == 0) {
                    break;
                }
                attributes.add(new int[] {attribute, form});
                if (attributes.size() > ATTRIBUTE_LIMIT) {
                    throw in.error("more than " + ATTRIBUTE_LIMIT + " attributes in one abbreviation; expected less");
                }
            }
            table.put(code, new Shape(tag, children, attributes));
        }
        tables.put(offset, table);
        return table;
    }

    private Die.Value value(Cursor in, int unitStart, int form) throws ElfException {
        return switch (form) {
            case FORM_ADDR, FORM_DATA4, FORM_SEC_OFFSET, FORM_REF_ADDR -> new Die.Number(in.u32(), form);
            case FORM_DATA1, FORM_FLAG -> new Die.Number(in.u8(), form);
            case FORM_DATA2 -> new Die.Number(in.u16(), form);
            case FORM_DATA8 -> new Die.Number(in.unsigned(8), form);
            case FORM_SDATA -> new Die.Number(in.signedLeb128(), form);
            case FORM_UDATA -> new Die.Number(in.unsignedLeb128(), form);
            case FORM_REF1 -> new Die.Number(unitStart + in.unsigned(1), form);
            case FORM_REF2 -> new Die.Number(unitStart + in.unsigned(2), form);
            case FORM_REF4 -> new Die.Number(unitStart + in.unsigned(4), form);
            case FORM_REF8 -> new Die.Number(unitStart + in.unsigned(8), form);
            case FORM_REF_UDATA -> new Die.Number(unitStart + in.unsignedLeb128(), form);
            case FORM_STRING -> new Die.Text(in.string());
            case FORM_STRP -> new Die.Text(strings.at(in.unsigned(4)).string());
            case FORM_BLOCK1 -> new Die.Bytes(in.take(in.u8()).rest());
            case FORM_BLOCK2 -> new Die.Bytes(in.take(in.u16()).rest());
            case FORM_BLOCK4 -> new Die.Bytes(in.take(in.unsigned(4)).rest());
            case FORM_BLOCK, FORM_EXPRLOC -> new Die.Bytes(in.take(in.unsignedLeb128()).rest());
            case FORM_FLAG_PRESENT -> new Die.Number(1, form);
            default -> throw in.error("attribute form 0x%x; expected one of DWARF 4's".formatted(form));
        };
    }
}

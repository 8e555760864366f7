package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import exo86.elf.ElfException;
import exo86.elf.Executable;
import java.util.ArrayList;
import java.util.List;

/// Reads the debug information of a linked program. Sections that are absent give an empty result; damaged ones an
/// [ElfException] that names the section and the offset in it.
public final class DebugReader {
    private final List<CompileUnit> units = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private DebugReader() { }

    public static DebugInformation read(Executable program) throws ElfException {
        DebugReader reader = new DebugReader();
        Cursor info = new Cursor(".debug_info", program.bytesOf(".debug_info"));
        DieReader dies = new DieReader(program.bytesOf(".debug_abbrev"), program.bytesOf(".debug_str"));
        Cursor lines = new Cursor(".debug_line", program.bytesOf(".debug_line"));
        PlaceReader places = new PlaceReader(program.bytesOf(".debug_ranges"), program.bytesOf(".debug_loc"));
        while (!info.atEnd()) {
            reader.unit(info, dies, lines, places);
        }
        List<FrameEntry> frames = FrameReader.read(program.bytesOf(".debug_frame"));
        return new DebugInformation(reader.units, frames, reader.notes);
    }

    private void unit(Cursor info, DieReader dies, Cursor lines, PlaceReader places) throws ElfException {
        int start = info.position();
        Cursor unit = info.take(info.unsigned(4));
        int version = unit.u16();
        if (version < 2 || version > 4) {
            notes.add("unit at 0x%x of .debug_info is DWARF %d; expected 2 to 4 (compile with -gdwarf-4)"
                .formatted(start, version));
            return;
        }
        long abbreviations = unit.unsigned(4);
        int addressSize = unit.u8();
        if (addressSize != 4) {
            throw unit.error("addresses of " + addressSize + " bytes; expected 4");
        }
        Die root = dies.read(unit, start, abbreviations);
        if (root.tag() != TAG_UNIT) {
            notes.add("unit at 0x%x of .debug_info has tag 0x%x; expected a compile unit".formatted(start, root.tag()));
            return;
        }
        LineReader.Table table = new LineReader.Table(List.of(), List.of());
        if (root.number(AT_LINES).isPresent()) {
            table = LineReader.read(lines.at(root.number(AT_LINES).getAsLong() & 0xFFFF_FFFFL));
        }
        units.add(new UnitReader(root, table, places).unit());
    }
}

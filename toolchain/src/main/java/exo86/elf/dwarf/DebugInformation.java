package exo86.elf.dwarf;

import java.util.List;

/// All that is known about a program's source. `notes` names what a reader had to leave out, such as units of another
/// DWARF version.
public record DebugInformation(List<CompileUnit> units, List<FrameEntry> frames, List<String> notes) {

    public DebugInformation {
        units = List.copyOf(units);
        frames = List.copyOf(frames);
        notes = List.copyOf(notes);
    }

    public DebugInformation(List<CompileUnit> units, List<FrameEntry> frames) {
        this(units, frames, List.of());
    }
}

package exo86.ash.emit;

import exo86.ash.ir.Position;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.Span;
import exo86.asm.Assembler;
import exo86.asm.Diagnostic;
import exo86.asm.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Assembly text to machine code through our assembler; its complaints become ours, at the line of the source where the text stands. */
final class AssemblyText {
    private AssemblyText() {
    }

    /** @param symbol the name of the routine, which stands for its own start */
    static MachineCode assemble(String symbol, Routine.Assembly body, Diagnostics diagnostics) {
        String file = body.at().map(at -> at.file().name()).orElse(symbol);
        Fragment fragment = Assembler.fragment(body.text(), file, body.at().map(Span::line).orElse(1));
        for (Diagnostic complaint : fragment.diagnostics()) {
            Span at = body.at().map(start -> place(start, complaint))
                    .orElseThrow(() -> new IllegalStateException(symbol + ": " + complaint.render()));
            diagnostics.error(at, "in assembly: " + complaint.message());
        }
        List<MachineCode.Reference> references = new ArrayList<>();
        for (Fragment.FragmentRelocation relocation : fragment.relocations()) {
            references.add(new MachineCode.Reference(relocation.offset(), relocation.kind(), relocation.symbol().orElse(symbol), relocation.addend()));
        }
        List<MachineCode.LineMark> lines = new ArrayList<>();
        body.at().ifPresent(start -> fragment.lines().forEach(line -> lines.add(new MachineCode.LineMark(line.offset(), Position.of(lineStart(start, line.line()))))));
        return new MachineCode(fragment.bytes(), references, List.of(), lines, java.util.Map.of(), List.of(), List.of(), List.of());
    }

    private static Span place(Span start, Diagnostic complaint) {
        Span line = lineStart(start, complaint.line());
        int column = Math.max(0, complaint.column() - 1);
        int from = Math.min(line.start() + (complaint.line() == start.line() ? 0 : column), start.file().text().length());
        return new Span(start.file(), from, from);
    }

    private static Span lineStart(Span start, int line) {
        String text = start.file().text();
        int at = start.start();
        for (int i = start.line(); i < line; i++) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end + 1;
        }
        return new Span(start.file(), at, at);
    }

    /** The whole text of a helper as a routine's body. */
    static Routine.Assembly helper(WideHelper helper) {
        return new Routine.Assembly(helper.text(), Optional.empty(), helper.stack());
    }
}

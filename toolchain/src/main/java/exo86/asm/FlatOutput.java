package exo86.asm;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A flat binary: {@code .text} at the origin, then the other sections in their order, those without bytes last and only as addresses. */
final class FlatOutput {
    private FlatOutput() {
    }

    static byte[] write(Layout layout, List<Diagnostic> diagnostics) {
        List<SectionContent> order = new ArrayList<>();
        layout.sections.values().stream().filter(section -> !section.nobits).forEach(order::add);
        layout.sections.values().stream().filter(section -> section.nobits).forEach(order::add);
        Map<Object, Long> addresses = new IdentityHashMap<>();
        long address = layout.origin;
        boolean first = true;
        for (SectionContent section : order) {
            int align = Math.max(section.align, 4);
            address = first ? address : address + align - 1 & -align;
            first = false;
            addresses.put(section, address);
            address += section.size;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SectionContent section : order) {
            long start = addresses.get(section);
            for (SectionContent.Fixup fixup : section.fixups) {
                fill(section, start, fixup, addresses, diagnostics);
            }
            if (!section.nobits && section.size > 0) {
                while (out.size() < start - layout.origin) {
                    out.write(0);
                }
                out.writeBytes(section.content());
            }
        }
        return out.toByteArray();
    }

    private static void fill(SectionContent section, long start, SectionContent.Fixup fixup, Map<Object, Long> addresses, List<Diagnostic> diagnostics) {
        long value = fixup.value().constant();
        if (fixup.value().base().isPresent()) {
            Long base = addresses.get(fixup.value().base().get());
            if (base == null) {
                Fixups.report(fixup, "symbol '" + fixup.value().base().get().name() + "' is extern: a flat binary cannot refer to it", diagnostics);
                return;
            }
            value += base;
        }
        Fixups.store(section, fixup, fixup.relative() ? value - (start + fixup.end()) : value, diagnostics);
    }
}

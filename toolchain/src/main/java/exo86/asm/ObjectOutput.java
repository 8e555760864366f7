package exo86.asm;

import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.Relocation;
import exo86.elf.Section;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import exo86.elf.Symbol;
import exo86.isa.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** An object file in memory. Symbols: one a section, then labels (local or global), constants of {@code equ}, and externals. */
final class ObjectOutput {
    private final List<Symbol> symbols = new ArrayList<>();
    private final Map<Object, Integer> sectionSymbols = new IdentityHashMap<>();
    private final Map<String, Integer> external = new HashMap<>();

    private ObjectOutput() {
    }

    static ObjectFile write(Layout layout, String file, List<Diagnostic> diagnostics) {
        return new ObjectOutput().build(layout, file, diagnostics);
    }

    private ObjectFile build(Layout layout, String file, List<Diagnostic> diagnostics) {
        List<SectionContent> contents = layout.sections.values().stream().filter(section -> section.size > 0 || !section.name().equals(".text")).toList();
        for (int i = 0; i < contents.size(); i++) {
            sectionSymbols.put(contents.get(i), symbols.size());
            symbols.add(new Symbol("", new Place.InSection(i), 0, 0, Symbol.Binding.LOCAL, Symbol.Kind.SECTION));
        }
        for (Map.Entry<String, Quantity> entry : layout.symbols.entrySet()) {
            define(entry.getKey(), entry.getValue(), layout, contents);
        }
        List<Section> sections = new ArrayList<>();
        for (SectionContent content : contents) {
            List<Relocation> relocations = new ArrayList<>();
            for (SectionContent.Fixup fixup : content.fixups) {
                Fixups.resolve(content, fixup, content, 0, diagnostics)
                    .ifPresent(open -> relocations.add(new Relocation(open.offset(), open.kind(), symbol(open.base()), open.addend())));
            }
            sections.add(new Section(content.name(), content.nobits ? SectionType.NOBITS : SectionType.PROGBITS, flags(content), content.align, content.content(),
                content.size, relocations, OptionalInt.empty()));
        }
        return new ObjectFile(file, sections, symbols);
    }

    private void define(String name, Quantity value, Layout layout, List<SectionContent> contents) {
        Statement.Global global = layout.globals.get(name);
        Symbol.Binding binding = global == null ? Symbol.Binding.LOCAL : Symbol.Binding.GLOBAL;
        Symbol.Kind kind = global == null || global.type().isEmpty() ? Symbol.Kind.NOTYPE
            : global.type().startsWith("func") ? Symbol.Kind.FUNCTION : Symbol.Kind.OBJECT;
        if (value.base().isEmpty()) {
            symbols.add(new Symbol(name, new Place.Absolute(), (int) value.constant(), 0, binding, kind));
        } else if (value.base().get() instanceof SectionContent section && contents.contains(section)) {
            symbols.add(new Symbol(name, new Place.InSection(contents.indexOf(section)), (int) value.constant(), 0, binding, kind));
        }
    }

    private int symbol(Value.Base base) {
        Integer section = sectionSymbols.get(base);
        if (section != null) {
            return section;
        }
        return external.computeIfAbsent(base.name(), name -> {
            symbols.add(Symbol.undefined(name));
            return symbols.size() - 1;
        });
    }

    private static Set<SectionFlag> flags(SectionContent content) {
        Set<SectionFlag> flags = EnumSet.noneOf(SectionFlag.class);
        if (content.alloc) {
            flags.add(SectionFlag.ALLOC);
        }
        if (content.write) {
            flags.add(SectionFlag.WRITE);
        }
        if (content.exec) {
            flags.add(SectionFlag.EXEC);
        }
        return flags;
    }
}

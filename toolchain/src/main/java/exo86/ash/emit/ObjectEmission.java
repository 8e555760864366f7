package exo86.ash.emit;

import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Data;
import exo86.ash.tree.Global;
import exo86.ash.tree.Image;
import exo86.ash.tree.Placement;
import exo86.elf.ObjectBuilder.SectionBuilder;
import exo86.elf.ObjectBuilder;
import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.Relocation;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import exo86.elf.Symbol;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Places a unit's routines and data in an object file, a section each, so that the linker can drop what nobody uses. */
final class ObjectEmission {
    private static final int CODE_ALIGNMENT = 4;

    private final Unit unit;
    private final Diagnostics diagnostics;
    private final ObjectBuilder file;
    private final boolean framesWanted;
    private final EncodedBefore before;
    private final Map<Routine, MachineCode> codes = new LinkedHashMap<>();

    private ObjectEmission(Unit unit, ObjectBuilder file, EncodedBefore before, Diagnostics diagnostics) {
        this.unit = unit;
        this.file = file;
        this.before = before;
        this.diagnostics = diagnostics;
        this.framesWanted = FrameTable.isWanted(unit.program);
    }

    static ObjectFile emit(Unit unit, CodeGenerator.Options options, EncodedBefore before, Diagnostics diagnostics) {
        ObjectBuilder file = new ObjectBuilder(options.name());
        ObjectEmission emission = new ObjectEmission(unit, file, before, diagnostics);
        unit.routines().forEach(emission::routine);
        unit.globals().forEach(emission::global);
        unit.data().forEach(emission::datum);
        if (options.debugInformation()) {
            DebugDescription.write(unit, emission.codes, options, file);
        }
        return file.build();
    }

    private void routine(Routine routine) {
        MachineCode code = switch (routine.body()) {
            case Routine.Instructions instructions -> InstructionEncoder.encode(instructions.items(), before.instructions());
            case Routine.Encoded encoded -> encoded.code();
            case Routine.Assembly assembly -> before.assembled(routine.symbol(), assembly, diagnostics);
        };
        codes.put(routine, code);
        Placement placement = routine.placement();
        SectionBuilder section = file.section(name(placement, ".text." + routine.symbol()), SectionType.PROGBITS,
                flags(placement, SectionFlag.ALLOC, SectionFlag.EXEC), Math.max(CODE_ALIGNMENT, placement.align()));
        section.emit(code.bytes());
        code.references().forEach(reference ->
            section.relocate(reference.offset(), reference.kind(), file.reference(reference.symbol()), reference.addend()));
        boolean visible = routine.function().filter(f -> f.linkName().equals(routine.symbol()))
                .map(f -> placement.exported() || unit.program.entry().equals(routine.function())).orElse(false);
        file.define(new Symbol(routine.symbol(), new Place.InSection(section.index()), 0, code.bytes().length,
                visible ? Symbol.Binding.GLOBAL : Symbol.Binding.LOCAL, Symbol.Kind.FUNCTION));
        code.tables().forEach(table -> table(routine, table));
        if (!code.checks().isEmpty()) {
            checks(routine, code, section);
        }
        if (framesWanted) {
            FrameTable.add(unit, routine, code, section, file);
        }
    }

    private void table(Routine routine, MachineCode.Table table) {
        SectionBuilder section = file.section((routine.placement().library() ? ".lib" : "") + ".rodata." + table.symbol(), SectionType.PROGBITS,
                Set.of(SectionFlag.ALLOC), 4);
        table.offsets().forEach(offset -> section.emitAddress(Relocation.Kind.R_386_32, file.reference(routine.symbol()), offset));
        file.define(new Symbol(table.symbol(), new Place.InSection(section.index()), 0, 4 * table.offsets().size(), Symbol.Binding.LOCAL,
                Symbol.Kind.OBJECT));
    }

    /** Entries of pc, file, line, reason. */
    private void checks(Routine routine, MachineCode code, SectionBuilder described) {
        SectionBuilder table = file.section("ash_checks", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC), 4).linkTo(described);
        boolean library = routine.placement().library();
        for (MachineCode.CheckSite check : code.checks()) {
            table.emitAddress(Relocation.Kind.R_386_32, file.reference(routine.symbol()), check.offset());
            table.emitAddress(Relocation.Kind.R_386_32, file.reference(unit.text(check.at().file().name(), library)), 0);
            table.emit32(check.at().line());
            table.emitAddress(Relocation.Kind.R_386_32, file.reference(unit.text(check.reason(), library)), 0);
        }
    }

    private void global(Global global) {
        Placement placement = global.placement();
        Image image = global.initial().map(value -> unit.image(value, placement.library())).orElseGet(() -> Image.of(new byte[global.type().size()]));
        boolean zeroed = global.mutable() && image.isZero();
        String kind = !global.mutable() ? ".rodata." : zeroed ? ".bss." : ".data.";
        int align = Math.max(Integer.highestOneBit(Math.max(1, global.type().align())), Math.max(1, placement.align()));
        Set<SectionFlag> flags = global.mutable() ? flags(placement, SectionFlag.ALLOC, SectionFlag.WRITE) : flags(placement, SectionFlag.ALLOC);
        SectionBuilder section = file.section(name(placement, kind + global.linkName()), zeroed ? SectionType.NOBITS : SectionType.PROGBITS, flags, align);
        if (zeroed) {
            section.reserve(global.type().size());
        } else {
            bytes(section, image);
        }
        file.define(new Symbol(global.linkName(), new Place.InSection(section.index()), 0, global.type().size(),
                placement.exported() ? Symbol.Binding.GLOBAL : Symbol.Binding.LOCAL, Symbol.Kind.OBJECT));
    }

    private void datum(Data.Datum datum) {
        String prefix = datum.library() ? ".lib" : "";
        SectionBuilder section = file.section(prefix + (datum.text() ? ".rodata.str" : ".rodata." + datum.name()), SectionType.PROGBITS,
                Set.of(SectionFlag.ALLOC), datum.text() ? 1 : 4);
        bytes(section, datum.image());
        file.define(new Symbol(datum.name(), new Place.InSection(section.index()), 0, datum.image().bytes().length, Symbol.Binding.LOCAL,
                Symbol.Kind.OBJECT));
    }

    private void bytes(SectionBuilder section, Image image) {
        section.emit(image.bytes());
        for (Image.Address address : image.addresses()) {
            section.relocate(address.offset(), Relocation.Kind.R_386_32, file.reference(address.symbol()), address.addend());
        }
    }

    private static String name(Placement placement, String usual) {
        return placement.section().orElse(placement.library() ? ".lib" + usual : usual);
    }

    private static Set<SectionFlag> flags(Placement placement, SectionFlag... usual) {
        Set<SectionFlag> flags = EnumSet.noneOf(SectionFlag.class);
        flags.addAll(Set.of(usual));
        if (placement.keep()) {
            flags.add(SectionFlag.KEEP);
        }
        return flags;
    }
}

package exo86.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import exo86.elf.Executable;
import exo86.elf.ObjectBuilder;
import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.Relocation.Kind;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import exo86.elf.Segment;
import exo86.elf.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules of the linker, each on the smallest objects that show it.
final class LinkerTests {
    private static final Set<SectionFlag> CODE = Set.of(SectionFlag.ALLOC, SectionFlag.EXEC);
    private static final Set<SectionFlag> CONSTANT = Set.of(SectionFlag.ALLOC);
    private static final Set<SectionFlag> VARIABLE = Set.of(SectionFlag.ALLOC, SectionFlag.WRITE);

    /// One object under test, with a line for each thing that a test needs.
    private static final class Unit {
        final ObjectBuilder builder;

        Unit(String name) {
            builder = new ObjectBuilder(name);
        }

        ObjectBuilder.SectionBuilder section(String name, Set<SectionFlag> flags, String symbol) {
            return section(name, SectionType.PROGBITS, flags, symbol, Symbol.Binding.GLOBAL);
        }

        ObjectBuilder.SectionBuilder section(String name, SectionType type, Set<SectionFlag> flags, String symbol, Symbol.Binding binding) {
            var section = builder.section(name, type, flags, 4);
            builder.define(new Symbol(symbol, new Place.InSection(section.index()), 0, 0, binding, Symbol.Kind.NOTYPE));
            return section;
        }

        ObjectFile build() {
            return builder.build();
        }
    }

    private static Executable linked(Layout layout, LinkOptions options, ObjectFile... files) throws Exception {
        LinkResult result = Linker.link(List.of(files), layout, options);
        Executable program = assertInstanceOf(LinkResult.Linked.class, result, () -> ((LinkResult.Failed) result).message()).program();
        return ElfReader.readExecutable("read again", ElfWriter.write(program));
    }

    private static String failure(ObjectFile... files) {
        LinkResult result = Linker.link(List.of(files), Layout.at(0x40_0000), LinkOptions.of("a.elf", "_start"));
        return assertInstanceOf(LinkResult.Failed.class, result).message();
    }

    private static int address(Executable program, String symbol) {
        return program.symbol(symbol).orElseThrow(() -> new AssertionError("no symbol " + symbol)).value();
    }

    private static int word(Executable program, int address) {
        return ByteBuffer.wrap(program.read(address, 4).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    @Test
    void addressesAreFilledIn() throws Exception {
        Unit a = new Unit("a.o");
        a.section(".text", CODE, "_start").emit8(0xE8).emitAddress(Kind.R_386_PC32, a.builder.reference("f"), -4)
            .emit8(0xA1).emitAddress(Kind.R_386_32, a.builder.reference("table"), 8).align(4, 0x90);
        Unit b = new Unit("b.o");
        b.section(".text.f", CODE, "f").emit8(0xC3);
        b.section(".data", VARIABLE, "table").emit32(1).emit32(2).emit32(3);
        Executable program = linked(Layout.at(0x40_0000), LinkOptions.of("p", "_start"), a.build(), b.build());
        assertEquals(0x40_0000, program.entry());
        assertEquals(address(program, "f"), 0x40_0000 + 5 + word(program, 0x40_0001));
        assertEquals(address(program, "table") + 8, word(program, 0x40_0006));
        assertEquals(0x40_1000, address(program, "table"), "data begins a page");
    }

    @Test
    void aHighKernelIsLoadedLowWithItsHeaderFirst() throws Exception {
        Unit a = new Unit("a.o");
        a.section(".text", CODE, "_start").emit8(0x90).emitAddress(Kind.R_386_32, a.builder.reference("__image_end"), 0);
        a.section(".multiboot", CONSTANT, "header").emit32(0x1BADB002);
        a.section(".rodata", CONSTANT, "text").emit32(1);
        a.section(".bss", SectionType.NOBITS, VARIABLE, "zero", Symbol.Binding.GLOBAL).reserve(0x5000);
        a.builder.section(".keep", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.KEEP), 4)
            .emitAddress(Kind.R_386_32, a.builder.reference("text"), 0)
            .emitAddress(Kind.R_386_32, a.builder.reference("zero"), 0);
        LinkOptions options = LinkOptions.of("kernel", "_start");
        Executable program = linked(Layout.at(0xC010_0000, 0x10_0000), options, a.build());
        assertEquals(0xC010_0000, address(program, "header"));
        assertEquals(0xC010_0004, program.entry());
        assertEquals(address(program, "zero") + 0x5000, word(program, 0xC010_0005));
        for (Segment segment : program.segments()) {
            assertEquals(segment.virtualAddress() - 0xC000_0000, segment.physicalAddress());
        }
        assertEquals(List.of(false, false, true), program.segments().stream().map(Segment::writable).toList());
        assertEquals(0x10_0004, linked(Layout.at(0xC010_0000, 0x10_0000), options.withPhysicalEntry(), a.build()).entry());
    }

    @Test
    void sectionsGoToTheRegionThatNamesThem() throws Exception {
        Unit a = new Unit("a.o");
        a.section(".text", CODE, "_start").emitAddress(Kind.R_386_32, a.builder.reference("library"), 0)
            .emitAddress(Kind.R_386_32, a.builder.reference("__lib_text_start"), 0)
            .emitAddress(Kind.R_386_32, a.builder.reference("__lib_image_end"), 0);
        a.section(".lib.text.f", CODE, "library").emit8(0xC3);
        Layout layout = new Layout(List.of(Layout.parse("lib=0x10000000:.lib.*"), Layout.parse("0x00400000")));
        Executable program = linked(layout, LinkOptions.of("p", "_start"), a.build());
        assertEquals(0x1000_0000, address(program, "library"));
        assertEquals(0x1000_0000, word(program, 0x40_0004));
        assertEquals(0x1000_0001, word(program, 0x40_0008));
        assertThrows(IllegalArgumentException.class, () -> Layout.parse("lib=nowhere"));
    }

    @Test
    void whatNobodyNeedsGoesAndTablesFollowTheirCode() throws Exception {
        Unit a = new Unit("a.o");
        var start = a.section(".text._start", CODE, "_start");
        start.emitAddress(Kind.R_386_32, a.builder.reference("__start_ash_checks"), 0)
            .emitAddress(Kind.R_386_32, a.builder.reference("__stop_ash_checks"), 0);
        var dead = a.section(".text.dead", CODE, "dead").emitAddress(Kind.R_386_32, a.builder.reference("nowhere"), 0);
        a.section(".text.exported", CODE, "exported").emit32(7);
        for (var code : List.of(start, dead)) {
            a.builder.section("ash_checks", SectionType.PROGBITS, CONSTANT, 4).linkTo(code)
                .emitAddress(Kind.R_386_32, a.builder.sectionSymbol(code), 2);
        }
        LinkOptions options = LinkOptions.of("p", "_start");
        Executable program = linked(Layout.at(0x1000), options, a.build());
        assertTrue(program.symbol("dead").isEmpty() && program.symbol("exported").isEmpty());
        int table = word(program, 0x1000);
        assertEquals(4, word(program, 0x1004) - table, "one entry is left");
        assertEquals(0x1002, word(program, table));
        assertTrue(linked(Layout.at(0x1000), options.keeping(List.of("exp*")), a.build()).symbol("exported").isPresent());
        assertTrue(failure(a.build(), kept("dead")).contains("undefined symbol 'nowhere'"));
    }

    private static ObjectFile kept(String name) {
        Unit keeper = new Unit("keeper.o");
        keeper.builder.section(".keep", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.KEEP), 4)
            .emitAddress(Kind.R_386_32, keeper.builder.reference(name), 0);
        return keeper.build();
    }

    @Test
    void weakAndCommonGiveWay() throws Exception {
        Unit a = new Unit("a.o");
        a.section(".text", CODE, "_start").emitAddress(Kind.R_386_32, a.builder.reference("hook"), 0)
            .emitAddress(Kind.R_386_32, a.builder.reference("array"), 0)
            .emitAddress(Kind.R_386_32, a.builder.local(new Symbol("absent", new Place.Undefined(), 0, 0,
                Symbol.Binding.WEAK, Symbol.Kind.NOTYPE)), 0);
        a.section(".data.weak", SectionType.PROGBITS, VARIABLE, "hook", Symbol.Binding.WEAK).emit32(1);
        a.builder.define(new Symbol("array", new Place.Common(16), 0, 64, Symbol.Binding.GLOBAL, Symbol.Kind.OBJECT));
        Unit b = new Unit("b.o");
        b.section(".data.strong", CODE, "hook").emit32(2);
        b.builder.define(new Symbol("array", new Place.Common(4), 0, 256, Symbol.Binding.GLOBAL, Symbol.Kind.OBJECT));
        Executable program = linked(Layout.at(0x1000), LinkOptions.of("p", "_start"), a.build(), b.build());
        assertEquals(2, word(program, word(program, 0x1000)));
        assertEquals(256, program.symbol("array").orElseThrow().size());
        assertEquals(0, word(program, 0x1008));
    }

    @Test
    void allErrorsAreReportedAtOnce() {
        Unit a = new Unit("a.o");
        a.section(".text", CODE, "_start").emit8(0xE8).emitAddress(Kind.R_386_PC32, a.builder.reference("console_wirte"), -4)
            .emitAddress(Kind.R_386_16, a.builder.reference("twice"), 0)
            .emitAddress(Kind.R_386_PC8, a.builder.reference("twice"), 0);
        a.section(".data", VARIABLE, "twice").emit32(0);
        Unit b = new Unit("b.o");
        b.section(".data", VARIABLE, "twice").emit32(0);
        b.section(".text.console_write", CODE, "console_write").emit8(0xC3);
        assertEquals("""
            b.o: error: symbol 'twice' is defined twice, expected once
              note: first at a.o(.data+0x0)
              note: again at b.o(.data+0x0)
            a.o(.text+0x5), in _start: error: address of 'twice' does not fit: 0x401000 in a field of kind R_386_16, expected -32768 to 65535
            a.o(.text+0x7), in _start: error: address of 'twice' does not fit: 0xff9 in a field of kind R_386_PC8, expected -128 to 127
            a.o: error: undefined symbol 'console_wirte', expected a definition in one of 2 object files
              note: referred to at a.o(.text+0x1), in _start
              hint: did you mean 'console_write'?""", failure(a.build(), b.build()));
    }

    @Test
    void overlapsAndMissingRegionsAreNamed() {
        Unit a = new Unit("a.o");
        a.section(".text", CODE, "_start").reserve(0x3000).emitAddress(Kind.R_386_32, a.builder.reference("other"), 0);
        a.section(".other", CODE, "other").emit32(0);
        LinkResult overlapping = Linker.link(List.of(a.build()), new Layout(List.of(
            Layout.parse("one=0x1000:.text"), Layout.parse("two=0x2000"))), LinkOptions.of("p", "_start"));
        assertEquals("error: segments 'one' and 'two' overlap at 0x2000, expected them apart", ((LinkResult.Failed) overlapping).message());
        LinkResult homeless = Linker.link(List.of(a.build()), new Layout(List.of(Layout.parse("0x1000:.text"))), LinkOptions.of("p", "_start"));
        assertTrue(((LinkResult.Failed) homeless).message().contains("no segment takes section '.other'"));
        LinkResult tooHigh = Linker.link(List.of(a.build()), Layout.at(0xFFFF_F000), LinkOptions.of("p", "_start"));
        assertTrue(((LinkResult.Failed) tooHigh).message().contains("expected less than 2 GiB that end below 4 GiB"));
        Unit far = new Unit("far.o");
        var code = far.section(".text", CODE, "_start");
        far.section(".text.far", CODE, "far").align(1 << 29, 0).emit8(1);
        code.emitAddress(Kind.R_386_32, far.builder.reference("far"), 0);
        assertTrue(failure(far.build()).contains("(a huge alignment?)"));
        assertTrue(failure(new Unit("empty.o").build()).contains("undefined symbol '_start'"));
    }

    @Test
    void theCommandLineLinksTheSameTwice(@TempDir Path directory) throws Exception {
        Unit a = new Unit("a.o");
        a.section(".text", CODE, "_start").emitAddress(Kind.R_386_32, a.builder.reference("d"), 0);
        a.section(".data", VARIABLE, "d").emit32(5);
        a.section(".text.unused", CODE, "unused").emit32(5);
        Path object = Files.write(directory.resolve("a.o"), ElfWriter.write(a.build()));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream sink = new PrintStream(errors, true, StandardCharsets.UTF_8);
        Path one = directory.resolve("one.elf");
        Path two = directory.resolve("two.elf");
        Path map = directory.resolve("one.map");
        assertEquals(0, Main.run(new String[] {object.toString(), "-o", one.toString(), "--map", map.toString()}, sink));
        assertEquals(0, Main.run(new String[] {object.toString(), "-o", two.toString()}, sink));
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
        String text = Files.readString(map);
        assertTrue(text.contains("00400000 _start") && text.contains("Removed") && text.contains(".text.unused"), text);
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
        assertEquals(2, Main.run(new String[] {"--nonsense", object.toString()}, sink));
        assertEquals(2, Main.run(new String[] {}, sink));
        assertEquals(7, Main.run(new String[] {directory.resolve("absent.o").toString()}, sink));
        assertEquals(7, Main.run(new String[] {map.toString()}, sink));
        String said = errors.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("unknown option --nonsense") && said.contains("no such file") && said.contains("not an ELF file"), said);
        assertFalse(said.contains("Exception"), said);
    }
}

package exo86.elf.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import exo86.elf.Executable;
import exo86.elf.ObjectBuilder;
import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.Section;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import exo86.elf.Symbol;
import exo86.elf.Tool;
import exo86.link.Layout;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debug information written, joined by the linker and read again; gdb's view of ours and ours of gcc's.
final class DwarfTests {
    @TempDir Path directory;

    private static final List<DebugType> TYPES = List.of(
        new DebugType.Base("u32", 4, DebugType.Encoding.UNSIGNED),
        new DebugType.Base("bool", 1, DebugType.Encoding.BOOLEAN),
        new DebugType.Structure("Pte", 4, List.of(DebugType.Member.bits("present", 1, 0, 1),
            DebugType.Member.bits("frame", 0, 12, 20))),
        new DebugType.Structure("Node", 8, List.of(DebugType.Member.at("next", 4, 0), DebugType.Member.at("entry", 2, 4))),
        new DebugType.Pointer(3),
        new DebugType.Array(2, 4),
        new DebugType.Enumeration("Color", 1, List.of(new DebugType.Enumerator("RED", 0), new DebugType.Enumerator("BLUE", -3))),
        new DebugType.Typedef("Phys", 0),
        new DebugType.Union("Either", 4, List.of(DebugType.Member.at("word", 0, 0), DebugType.Member.at("entry", 2, 0))),
        new DebugType.Function(DebugType.VOID, List.of(0, 4)),
        new DebugType.Pointer(DebugType.VOID),
        new DebugType.Qualified("const", 6));

    private static final List<AbstractInstance> ABSTRACTS = List.of(abstractInstance("sum", 40), abstractInstance("least", 60));

    /// Two parameters, a variable, and one in a block.
    private static AbstractInstance abstractInstance(String name, int line) {
        return new AbstractInstance(name, "other." + name, false, 1, line, 0, parts(line, new Location.Unavailable(), new Location.Unavailable()),
            new Subprogram.Scope(List.of(), List.of(new Variable("total", 0, 1, line + 1, new Location.Unavailable())), List.of(block(line, List.of(),
                new Location.Unavailable())), List.of()));
    }

    private static List<Variable> parts(int line, Location first, Location second) {
        return List.of(new Variable("a", 0, 1, line, first), new Variable("b", 4, 1, line, second));
    }

    private static Subprogram.Scope block(int line, List<CodeRange> code, Location location) {
        return new Subprogram.Scope(code, List.of(new Variable("each", 0, 1, line + 2, location)), List.of(), List.of());
    }

    /// An inlined call in two pieces, with another one in its block, and locations of every kind.
    private static InlinedCall sum(int code, int table) {
        CodeRange first = new CodeRange(new Address.InSymbol(code, 1), 2);
        CodeRange second = new CodeRange(new Address.InSymbol(code, 9), 3);
        Location listed = new Location.Listed(List.of(
            new Location.Range(first.start(), 2, new Location.Constant(-7)),
            new Location.Range(second.start(), 1, new Location.Pieces(List.of(new Location.Piece(new Location.Register(2), 4),
                new Location.Piece(new Location.Unavailable(), 4), new Location.Piece(new Location.StaticAddress(new Address.InSymbol(table, 4)), 4)))),
            new Location.Range(new Address.InSymbol(code, 10), 2, new Location.Pointed(new Location.Frame(-8)))));
        InlinedCall least = new InlinedCall(1, 1, 43, 9, List.of(second), parts(60, new Location.Pointed(new Location.Register(3)), new Location.Unavailable()),
            new Subprogram.Scope(List.of(second), List.of(new Variable("total", 0, 1, 61, new Location.Constant(3))),
                List.of(block(60, List.of(), new Location.Unavailable())), List.of()));
        Subprogram.Scope inner = new Subprogram.Scope(List.of(second), List.of(new Variable("each", 0, 1, 42, new Location.StaticAddress(
            new Address.InSymbol(table, 8)))), List.of(), List.of(least));
        return new InlinedCall(0, 0, 8, 0, List.of(first, second), parts(40, listed, new Location.FrameAddress(-12)), new Subprogram.Scope(List.of(first, second),
            List.of(new Variable("total", 0, 1, 41, new Location.Unavailable())), List.of(inner), List.of()));
    }

    /// Code that keeps EBP, `twice(x) = x + local` for one module; another function calls it.
    private static ObjectFile module(String name, String function, String variable) {
        ObjectBuilder file = new ObjectBuilder(name + ".o");
        var text = file.section(".text." + function, SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.EXEC), 4);
        text.emit(new byte[] {0x55, (byte) 0x89, (byte) 0xE5, (byte) 0x83, (byte) 0xEC, 0x04, (byte) 0x89, 0x45, (byte) 0xFC,
            (byte) 0x8B, 0x45, (byte) 0xFC, (byte) 0xC9, (byte) 0xC3});
        var data = file.section(".data." + variable, SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.WRITE), 4);
        data.emit32(0x0000_5001).reserve(12);
        int code = file.define(new Symbol(function, new Place.InSection(text.index()), 0, text.size(), Symbol.Binding.GLOBAL, Symbol.Kind.FUNCTION));
        int table = file.define(new Symbol(variable, new Place.InSection(data.index()), 0, 16, Symbol.Binding.GLOBAL, Symbol.Kind.OBJECT));
        Address start = new Address.InSymbol(code, 0);
        Variable local = new Variable("local", 0, 0, 8, new Location.Frame(-12));
        var inner = new Subprogram.Scope(new Address.InSymbol(code, 6), 6,
            List.of(new Variable("inner", 4, 0, 9, new Location.Register(0))), List.of());
        CompileUnit unit = new CompileUnit(name + ".ash", "/src", "ashlar", List.of(name + ".ash", "other.ash"), TYPES, ABSTRACTS,
            List.of(new Subprogram(function, true, 0, 7, start, text.size(), 0,
                List.of(new Variable("x", 0, 0, 7, new Location.Unavailable())),
                new Subprogram.Scope(List.of(new CodeRange(start, text.size())), List.of(local), List.of(inner), List.of(sum(code, table))))),
            List.of(new Variable(variable, 5, 0, 3, new Location.Static(new Address.InSymbol(table, 0)))),
            List.of(new LineSequence(start, text.size(), List.of(new LineSequence.Row(0, 0, 7, 1, true),
                new LineSequence.Row(6, 0, 8, 5, true), new LineSequence.Row(9, 1, 100, 5, false),
                new LineSequence.Row(12, 0, 10, 1, true)))));
        FrameEntry signal = new FrameEntry(new Address.InSymbol(code, 13), 1, true, List.of(
            new FrameEntry.Row(0, FrameEntry.ESP, 12, Map.of(FrameEntry.EIP, -12, FrameEntry.ESP, -4, 3, 8))));
        DebugWriter.write(new DebugInformation(List.of(unit), List.of(FrameEntry.withFramePointer(start, 13), signal)), file);
        return file.build();
    }

    private static Executable program() throws ElfException {
        List<ObjectFile> files = new ArrayList<>();
        for (ObjectFile file : List.of(module("one", "_start", "first"), module("unused", "nobody", "nothing"), module("two", "second", "table"))) {
            files.add(ElfReader.readObject(file.name(), ElfWriter.write(file)));
        }
        Executable program = Linker.link(files, Layout.at(0x40_0000),
            LinkOptions.of("p.elf", "_start").keeping(List.of("second", "first", "table"))).orThrow().program();
        return ElfReader.readExecutable("p.elf", ElfWriter.write(program));
    }

    @Test
    void theModelSurvivesWritingAndLinking() throws ElfException {
        Executable program = program();
        DebugInformation read = DebugReader.read(program);
        assertEquals(List.of("one.ash", "unused.ash", "two.ash"), read.units().stream().map(CompileUnit::name).toList());
        read.units().forEach(unit -> assertEquals(TYPES, unit.types()));
        assertTrue(read.units().get(1).subprograms().isEmpty() && read.units().get(1).lines().isEmpty()
            && read.units().get(1).variables().isEmpty(), "what the linker removed is gone");
        CompileUnit two = read.units().get(2);
        int start = program.symbol("second").orElseThrow().value();
        Subprogram second = two.subprograms().getFirst();
        assertEquals(new Address.Absolute(start), second.start());
        assertEquals(new Location.Frame(-12), second.body().variables().getFirst().location());
        assertEquals(new Address.Absolute(start + 6), second.body().scopes().getFirst().ranges().getFirst().start());
        assertEquals(new Location.Register(0), second.body().scopes().getFirst().variables().getFirst().location());
        assertEquals(new Location.Static(new Address.Absolute(program.symbol("table").orElseThrow().value())),
            two.variables().getFirst().location());
        assertEquals(4, two.lines().getFirst().rows().size());
        assertEquals(FrameEntry.withFramePointer(new Address.Absolute(start), 13).rows(),
            read.frames().stream().filter(f -> f.start().value() == start).findFirst().orElseThrow().rows());
        FrameEntry signal = read.frames().stream().filter(f -> f.start().value() == start + 13).findFirst().orElseThrow();
        assertEquals(Map.of(FrameEntry.EIP, -12, FrameEntry.ESP, -4, 3, 8), signal.rows().getFirst().saved());
        assertTrue(signal.signal());
    }

    @Test
    void inlinedCallsSurviveWritingAndLinking() throws ElfException {
        Executable program = program();
        CompileUnit two = DebugReader.read(program).units().get(2);
        assertEquals(ABSTRACTS, two.abstracts());
        int code = program.symbol("second").orElseThrow().value();
        int table = program.symbol("table").orElseThrow().value();
        String expected = sum(0, 1).toString().replaceAll("InSymbol\\[symbol=0, offset=(\\d+)]", "At<$1>").replaceAll("InSymbol\\[symbol=1, offset=(\\d+)]", "Data<$1>");
        String found = two.subprograms().getFirst().body().calls().getFirst().toString();
        for (int offset = 0; offset < 16; offset++) {
            found = found.replace("Absolute[value=" + (code + offset) + "]", "At<" + offset + ">").replace("Absolute[value=" + (table + offset) + "]", "Data<" + offset + ">");
        }
        assertEquals(expected, found);
        assertEquals(1, two.subprograms().getFirst().body().calls().size());
    }

    @Test
    void theIndexAnswersByAddressAndByLine() throws ElfException {
        SourceIndex index = new SourceIndex(DebugReader.read(program()));
        int start = index.functions("second").getFirst().subprogram().start().value();
        assertEquals("second", index.functionAt(start + 13).orElseThrow().subprogram().name());
        assertTrue(index.functionAt(start + 14).isEmpty());
        assertEquals(new SourceIndex.Line("two.ash", 7, 1, start), index.lineAt(start + 5).orElseThrow());
        assertEquals(new SourceIndex.Line("other.ash", 100, 5, start + 9), index.lineAt(start + 11).orElseThrow());
        assertEquals(List.of(start + 6), index.addressesOf("two.ash", 8).stream().map(SourceIndex.Line::address).toList());
        assertEquals(List.of(10), index.addressesOf("two.ash", 9).stream().map(SourceIndex.Line::line).toList());
        assertEquals(List.of("other.least", "other.sum", "second"), index.framesAt(start + 10).stream().map(SourceIndex.Frame::name).toList());
        assertEquals(List.of("other.sum", "second"), index.framesAt(start + 1).stream().map(SourceIndex.Frame::name).toList());
        assertEquals(List.of(true, false), index.framesAt(start + 1).stream().map(SourceIndex.Frame::entered).toList());
        assertEquals("two.ash:8", index.framesAt(start + 2).getFirst().calledAt().file() + ":" + index.framesAt(start + 2).getFirst().calledAt().line());
        assertEquals(List.of("second"), index.framesAt(start + 3).stream().map(SourceIndex.Frame::name).toList());
        assertTrue(index.copies().get("other.least").contains(start + 9));
        assertEquals(8, index.frameRowAt(start + 2).orElseThrow().distance());
        assertEquals(FrameEntry.EBP, index.frameRowAt(start + 3).orElseThrow().register());
    }

    @Test
    void gdbReadsOurs() throws Exception {
        Tool.need("gdb");
        Tool.need("readelf");
        Path path = Files.write(directory.resolve("p.elf"), ElfWriter.write(program()));
        Tool.Result dump = Tool.run("readelf", "-W", "--debug-dump", path.toString());
        assertEquals("", dump.errors());
        assertFalse(dump.output().contains("arning"), dump.output());
        Tool.Result gdb = Tool.run("gdb", "-batch", "-nx", "-ex", "info line two.ash:8", "-ex", "ptype struct Node",
            "-ex", "print table[0].frame", "-ex", "info scope second", "-ex", "ptype second", path.toString());
        String expected = gdb.output() + gdb.errors();
        for (String part : List.of("Line 8 of \"two.ash\" starts at address", "struct Node *next;", "$1 = 5",
                "DW_OP_fbreg -12", "type = u32 (u32)")) {
            assertTrue(expected.contains(part), part + " not in: " + expected);
        }
    }

    @Test
    void gccsIsRead() throws Exception {
        Tool.need("gcc");
        Path source = Files.writeString(directory.resolve("a.c"), """
            struct pte { unsigned present : 1, writable : 1; unsigned frame : 20; } table[3][2];
            enum color { RED, BLUE = 7 }; enum color favourite;
            static int twice(const struct pte *p, int n) { int local = n * 2; return local + p->frame; }
            int _start(void) { return twice(&table[1][0], favourite); }
            """);
        Path object = directory.resolve("a.o");
        Tool.Result result = Tool.run("gcc", "-m32", "-O0", "-g", "-gdwarf-4", "-ffreestanding", "-fno-pic",
            "-fno-asynchronous-unwind-tables", "-c", source.toString(), "-o", object.toString());
        Assumptions.assumeTrue(result.exit() == 0, "skipped: gcc -m32 does not work here");
        Executable program = Linker.link(List.of(ElfReader.readObject("a.o", Files.readAllBytes(object))),
            Layout.at(0x40_0000), LinkOptions.of("a.elf", "_start")).orThrow().program();
        SourceIndex index = new SourceIndex(DebugReader.read(program));
        SourceIndex.Function twice = index.functions("twice").getFirst();
        assertEquals(List.of("p", "n"), twice.subprogram().parameters().stream().map(Variable::name).toList());
        assertEquals(new Location.Frame(4), twice.subprogram().parameters().getLast().location());
        assertEquals(4, index.lineAt(program.entry()).orElseThrow().line());
        assertEquals(6, ((DebugType.Array) twice.unit().types().get(index.globals("table").getFirst().variable().type())).count());
        DebugType.Structure pte = (DebugType.Structure) twice.unit().types().stream()
            .filter(t -> t instanceof DebugType.Structure s && s.name().equals("pte")).findFirst().orElseThrow();
        assertEquals(List.of(0, 1, 2), pte.members().stream().map(DebugType.Member::bitOffset).toList());
        assertEquals(FrameEntry.ESP, index.frameRowAt(program.entry()).orElseThrow().register());
    }

    @Test
    void gccsInlinedCallsAreRead() throws Exception {
        Tool.need("gcc");
        Path source = Files.writeString(directory.resolve("a.c"), """
            volatile int sink;
            static int square(int n) { int result = n * n; sink = result; return result + 1; }
            static int use(int *p, int k) {
              int total = 0;
              for (int i = 0; i < k; i++) { int v = square(p[i]); total += v; sink = total; }
              return total;
            }
            int _start(int *p, int k) { return use(p, k) + square(k); }
            """);
        Path object = directory.resolve("a.o");
        Tool.Result result = Tool.run("gcc", "-m32", "-O2", "-g", "-gdwarf-4", "-ffreestanding", "-fno-pic",
            "-fno-asynchronous-unwind-tables", "-c", source.toString(), "-o", object.toString());
        Assumptions.assumeTrue(result.exit() == 0, "skipped: gcc -m32 does not work here");
        Executable program = Linker.link(List.of(ElfReader.readObject("a.o", Files.readAllBytes(object))),
            Layout.at(0x40_0000), LinkOptions.of("a.elf", "_start")).orThrow().program();
        CompileUnit unit = DebugReader.read(program).units().getFirst();
        assertEquals(List.of("square", "use"), unit.abstracts().stream().map(AbstractInstance::name).sorted().toList());
        Subprogram start = unit.subprograms().getFirst();
        assertEquals(List.of(8, 8), start.body().calls().stream().map(InlinedCall::line).toList());
        InlinedCall use = start.body().calls().stream().filter(c -> unit.abstracts().get(c.origin()).name().equals("use")).findFirst().orElseThrow();
        assertEquals(List.of("p", "k"), use.parameters().stream().map(Variable::name).toList());
        List<InlinedCall> within = new ArrayList<>();
        calls(use.body(), within);
        assertEquals(List.of(5), within.stream().map(InlinedCall::line).toList());
        assertTrue(within.getFirst().ranges().stream().allMatch(range -> CodeRange.contain(use.ranges(), range.start().value())));
    }

    /// Copies take the shape of their abstract instance, so a small file could describe very much.
    @Test
    void manyCopiesOfMuchAreRefused() {
        ObjectBuilder file = new ObjectBuilder("many.o");
        var text = file.section(".text._start", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.EXEC), 4).reserve(8000);
        int code = file.define(new Symbol("_start", new Place.InSection(text.index()), 0, text.size(), Symbol.Binding.GLOBAL, Symbol.Kind.FUNCTION));
        List<Variable> much = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            much.add(new Variable("v" + i, 0, 0, 1, new Location.Unavailable()));
        }
        List<InlinedCall> calls = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            List<CodeRange> range = List.of(new CodeRange(new Address.InSymbol(code, 2 * i), 1));
            calls.add(new InlinedCall(0, 0, 2, 0, range, List.of(), new Subprogram.Scope(range, much, List.of(), List.of())));
        }
        AbstractInstance origin = new AbstractInstance("f", "m.f", false, 0, 1, 0, List.of(), new Subprogram.Scope(List.of(), much, List.of(), List.of()));
        Address start = new Address.InSymbol(code, 0);
        CompileUnit unit = new CompileUnit("m.ash", "/src", "ashlar", List.of("m.ash"), TYPES, List.of(origin), List.of(new Subprogram("_start", true, 0, 2, start,
            text.size(), 0, List.of(), new Subprogram.Scope(List.of(new CodeRange(start, text.size())), List.of(), List.of(), calls))), List.of(), List.of());
        DebugWriter.write(new DebugInformation(List.of(unit), List.of()), file);
        Executable program = Linker.link(List.of(file.build()), Layout.at(0x40_0000), LinkOptions.of("many.elf", "_start")).orThrow().program();
        assertThrows(ElfException.class, () -> DebugReader.read(program));
    }

    private static void calls(Subprogram.Scope scope, List<InlinedCall> found) {
        found.addAll(scope.calls());
        scope.scopes().forEach(inner -> calls(inner, found));
    }

    /// Any damage to the debug sections ends in information or an ElfException; the seed is in the failure.
    @Test
    void randomDamageNeverEscapes() throws ElfException {
        Executable good = program();
        int refused = 0;
        for (int run = 0; run < 5000; run++) {
            Random random = new Random(4_000_000L + run);
            List<Executable.Placed> sections = new ArrayList<>();
            for (Executable.Placed placed : good.sections()) {
                Section s = placed.section();
                byte[] bytes = s.bytes().clone();
                if (s.name().startsWith(".debug") && random.nextInt(3) == 0) {
                    for (int hits = random.nextInt(4); hits >= 0; hits--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                    }
                }
                sections.add(new Executable.Placed(new Section(s.name(), s.type(), s.flags(), s.align(), bytes, s.size(),
                    s.relocations(), s.linkedTo()), placed.address()));
            }
            try {
                DebugInformation read = DebugReader.read(new Executable("fuzz", 0, good.segments(), sections, List.of()));
                SourceIndex index = new SourceIndex(read);
                index.lineAt(0x40_0003);
                index.addressesOf("two.ash", 8);
                index.framesAt(0x40_001A);
                index.copies();
            } catch (ElfException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + (4_000_000L + run), e);
            }
        }
        assertTrue(refused > 500, "only " + refused + " refused");
    }
}

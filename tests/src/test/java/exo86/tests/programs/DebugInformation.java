package exo86.tests.programs;

import exo86.ash.check.Checker;
import exo86.ash.emit.CodeGenerator;
import exo86.ash.ir.Module;
import exo86.ash.ir.lower.Lowering;
import exo86.ash.opt.Passes;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Program;
import exo86.debug.Answer;
import exo86.debug.Debugger;
import exo86.debug.SymbolFile;
import exo86.elf.ElfException;
import exo86.elf.ElfWriter;
import exo86.elf.dwarf.SourceIndex;
import exo86.elf.dwarf.Subprogram;
import exo86.link.Layout;
import exo86.link.LinkOptions;
import exo86.link.LinkResult;
import exo86.link.Linker;
import exo86.machine.ImageException;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compares what the debugger says of a module with {@code run()} and {@code report()} at {@code -O0} and at {@code -O}: wherever {@code run()} takes a word
 * into account or prints, which both do in the same order, the frames must be the same, inlined ones too, and each variable whose value is known at {@code -O} must have
 * the value that it has at {@code -O0}.
 */
final class DebugInformation {
    /** Of what this has compared: values that both have, and those that only -O0 has. */
    record Counts(int programs, int stops, int frames, int inlined, int compared, int unknown) {
        Counts plus(Counts other) {
            return new Counts(programs + other.programs, stops + other.stops, frames + other.frames, inlined + other.inlined, compared + other.compared,
                    unknown + other.unknown);
        }
    }

    private static final String MULTIBOOT = """
            system module host

            struct Multiboot @size(12) { magic: u32, flags: u32, checksum: u32 }

            @section(".multiboot") @keep
            const HEADER: Multiboot = Multiboot{ magic: 0x1BADB002, flags: 0, checksum: 0x100000000 - 0x1BADB002 }

            """;
    private static final String ENTRY = """
            system module batch
            use host
            use p0
            @entry fn start() never {
                p0.run()
                p0.report()
                host.exit(0)
            }
            """;
    private static final int MEGABYTES = 4;
    private static final int STACK = 0x003F_0000;
    /** A loop calls {@code host.mix} often, and from the same place. */
    private static final int MOST_STOPS = 60;
    private static final Pattern MORE_STOPS = Pattern.compile("(?m)^( *)(?=(?:return|for|while|match)\\b)");
    private static final String OPTIMISED_OUT = "<optimized out>";
    /** Both builds have their own addresses, in pointers and in numbers that were made of them. */
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{8}(?![0-9a-f)])|\\(0x(1[0-9a-f]{5}|3[ef][0-9a-f]{4})\\)");

    private final List<Unit> library;
    private Counts counts = new Counts(0, 0, 0, 0, 0, 0);

    /** @param sources the host and module cpu; of the host what asks Linux is replaced by what a machine without a system can do */
    DebugInformation(List<SourceFile> sources) {
        Diagnostics diagnostics = new Diagnostics();
        library = sources.stream().map(source -> Parser.parse(bare(source), diagnostics)).toList();
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(diagnostics.all().toString());
        }
    }

    /** Nothing is printed, a failed check ends the program by a triple fault, and its end turns the power off. */
    private static SourceFile bare(SourceFile source) {
        return new SourceFile(source.name(), source.text().replace("system module host\n", MULTIBOOT)
                .replaceAll("(?s)(asm fn (?:write|install)\\([^{]*\\{).*?\n}", "$1\n    ret\n}")
                .replaceAll("(?s)(asm fn exit\\([^{]*\\{).*?\n}", "$1\n    mov edx, 0x604\n    mov eax, 0x2000\n    out dx, ax\n    hlt\n}"));
    }

    /** All that has been compared so far. */
    Counts counts() {
        return counts;
    }

    /** The module {@code p0} as a program; empty if it is wrong. */
    Optional<Program> checked(String module, Diagnostics diagnostics) {
        List<Unit> units = new ArrayList<>(library);
        units.add(Parser.parse(new SourceFile("batch.ash", ENTRY), diagnostics));
        units.add(Parser.parse(new SourceFile("p0.ash", stopping(module)), diagnostics));
        Optional<Program> program = diagnostics.hasErrors() ? Optional.empty() : Checker.check(units, diagnostics, new Checker.Options("batch"));
        return diagnostics.hasErrors() ? Optional.empty() : program;
    }

    /** Calls {@code host.mix} also where a module has that done in place, before loops and where functions return; {@code run()} is not inlined, what it calls may be. */
    private static String stopping(String module) {
        return MORE_STOPS.matcher(module.replace("host.note(", "host.mix(").replace("pub fn run()", "@noinline pub fn run()")).replaceAll("$1host.mix(0)\n$1");
    }

    /** What is wrong at {@code -O}: a line each, with stop, frame, variable and both values. A compiler that breaks is wrong too. */
    List<String> lies(Program program) {
        try {
            Module module = Lowering.lower(program);
            Passes.run(module);
            return compare(new Session(program, Optional.empty()), new Session(program, Optional.of(module)));
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            return List.of("the compiler or the debugger breaks: " + broken.toString().lines().findFirst().orElse(""));
        }
    }

    private List<String> compare(Session plain, Session optimised) {
        List<String> lies = new ArrayList<>();
        counts = counts.plus(new Counts(1, 0, 0, 0, 0, 0));
        for (int stop = 0; stop < MOST_STOPS; stop++) {
            boolean ended = plain.next();
            if (ended != optimised.next()) {
                lies.add("stop " + stop + ": only " + (ended ? "-O" : "-O0") + " comes to it");
            }
            if (ended || !lies.isEmpty()) {
                break;
            }
            List<Answer.Frame> frames = plain.frames();
            if (frames.stream().anyMatch(frame -> name(frame).equals("p0.report"))) {
                break;
            }
            compare("stop " + stop, frames, plain, optimised, lies);
        }
        return lies;
    }

    private void compare(String where, List<Answer.Frame> frames, Session plain, Session optimised, List<String> lies) {
        List<Answer.Frame> found = optimised.frames();
        List<String> names = frames.stream().map(DebugInformation::name).toList();
        if (!names.equals(found.stream().map(DebugInformation::name).toList())) {
            lies.add(where + ": the frames are " + found.stream().map(DebugInformation::name).toList() + ", not " + names);
            return;
        }
        counts = counts.plus(new Counts(0, 1, names.size() - 1, 0, 0, 0));
        for (int i = 1; i < names.size(); i++) {
            int line = frames.get(i).line();
            Map<String, Integer> declared = optimised.declarations(found, i);
            List<Local> truth = plain.locals(i);
            for (Local local : optimised.locals(i)) {
                // A name for two variables does not say which; one that is declared later has no value yet.
                List<Local> same = truth.stream().filter(other -> other.name.equals(local.name)).toList();
                if (same.size() != 1 || !local.parameter && declared.getOrDefault(local.name, 0) >= line) {
                    continue;
                }
                String expected = same.getFirst().value;
                if (local.value.contains(OPTIMISED_OUT)) {
                    counts = counts.plus(new Counts(0, 0, 0, 0, 0, 1));
                } else if (!ADDRESS.matcher(local.value + " " + expected).find()) {
                    counts = counts.plus(new Counts(0, 0, 0, found.get(i).inlined() ? 1 : 0, 1, 0));
                    if (!local.value.equals(expected)) {
                        lies.add("%s: frame %d, %s, line %d: %s is %s, not %s".formatted(where, i, names.get(i), line, local.name, local.value, expected));
                    }
                }
            }
        }
    }

    private static String name(Answer.Frame frame) {
        return frame.place().replaceAll("\\+0x.*", "");
    }

    private record Local(String name, boolean parameter, String value) { }

    /** A build of the program, in its machine, under the debugger. */
    private static final class Session {
        private final SymbolFile symbols;
        private final Debugger debugger;

        Session(Program program, Optional<Module> optimised) {
            Diagnostics diagnostics = new Diagnostics();
            CodeGenerator.Options options = new CodeGenerator.Options("batch.o", ".", true);
            var object = optimised.isPresent() ? CodeGenerator.generate(program, optimised.get(), options, diagnostics)
                    : CodeGenerator.generate(program, options, diagnostics);
            if (diagnostics.hasErrors()
                    || !(Linker.link(List.of(object), Layout.at(0x0010_0000), LinkOptions.of("batch", "batch.start")) instanceof LinkResult.Linked linked)) {
                throw new IllegalStateException(diagnostics.all().toString());
            }
            byte[] kernel = ElfWriter.write(linked.program());
            try {
                symbols = SymbolFile.read("batch", kernel);
                MultibootKernel image = MultibootKernel.read("batch", kernel, MEGABYTES, "", List.of());
                debugger = new Debugger(new Machine(MachinePlan.bare().memory(MEGABYTES).kernel(image)), Debugger.Workbench.NONE);
            } catch (ElfException | ImageException impossible) {
                throw new IllegalStateException(impossible);
            }
            debugger.add(symbols);
            debugger.execute("tb *batch.start");
            debugger.execute("c");
            debugger.execute("set var $esp = 0x" + Integer.toHexString(STACK));
            debugger.execute("b *host.mix");
            debugger.execute("b *host.write");
        }

        /** Goes on to the next call; whether the program has ended instead. */
        boolean next() {
            return ((Answer.Stopped) debugger.execute("c")).ended();
        }

        List<Answer.Frame> frames() {
            return ((Answer.Trace) debugger.execute("bt")).frames();
        }

        List<Local> locals(int frame) {
            debugger.execute("frame " + frame);
            Answer.Table table = (Answer.Table) debugger.execute("info locals");
            return table.rows().stream().map(row -> new Local(row.get(0).toString(), row.get(1).equals("parameter"), row.get(2).toString())).toList();
        }

        /** Names with the line of their declaration; of names that occur more than once a line behind all. */
        Map<String, Integer> declarations(List<Answer.Frame> frames, int frame) {
            int within = 0;
            while (frame - within > 1 && frames.get(frame - within - 1).inlined()) {
                within++;
            }
            List<SourceIndex.Frame> functions = symbols.sources().framesAt(frames.get(frame).eip().value() - 1);
            Map<String, Integer> declared = new HashMap<>();
            if (within < functions.size()) {
                declarations(functions.get(within).body(), declared);
            }
            return declared;
        }

        private static void declarations(Subprogram.Scope scope, Map<String, Integer> into) {
            scope.variables().forEach(variable -> into.merge(variable.name(), variable.line(), (_, _) -> Integer.MAX_VALUE));
            scope.scopes().forEach(inner -> declarations(inner, into));
        }
    }
}

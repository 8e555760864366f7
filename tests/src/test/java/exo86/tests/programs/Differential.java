package exo86.tests.programs;

import exo86.ash.check.Checker;
import exo86.ash.emit.CodeGenerator;
import exo86.ash.ir.Module;
import exo86.ash.ir.Verifier;
import exo86.ash.ir.Width;
import exo86.ash.ir.interpret.Interpreter;
import exo86.ash.ir.interpret.Trapped;
import exo86.ash.ir.lower.Lowering;
import exo86.ash.opt.Passes;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Program;
import exo86.elf.ElfWriter;
import exo86.elf.Executable;
import exo86.elf.ObjectFile;
import exo86.hosted.CheckTable;
import exo86.hosted.End;
import exo86.hosted.HostedProgram;
import exo86.link.Layout;
import exo86.link.LinkOptions;
import exo86.link.LinkResult;
import exo86.link.Linker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Compiles modules with {@code run()} and {@code report()} as one program and runs each of them in every way there is: the intermediate representation in its
 * interpreter before and after the passes, the code of {@code -O0} and {@code -O} on our processor, and both as processes of this host where it runs
 * 32-bit Linux programs. What they print, failed checks included, must be the same.
 */
final class Differential {
    /** A difference: of which module, and what came out in which way. */
    record Difference(int module, String said) {
        /** The ways that differ, without what they printed: a smaller program should differ in the same. */
        String kind() {
            return said.lines().filter(l -> l.startsWith("* ")).map(l -> l.replaceAll(":.*|[0-9%^]+", "")).reduce("", (a, b) -> a + b);
        }
    }

    private static final long STEPS = 2_000_000;
    private static final int SECONDS = 120;
    private static final Layout LAYOUT = Layout.at(0x0010_0000);

    private final Path folder;
    private final List<Unit> library;
    private final boolean natively;
    private int stopped;

    /** Native programs go to {@code folder}; {@code sources} are the host and module cpu. */
    Differential(Path folder, List<SourceFile> sources) {
        this.folder = folder;
        Diagnostics diagnostics = new Diagnostics();
        library = sources.stream().map(source -> Parser.parse(source, diagnostics)).toList();
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(diagnostics.all().toString());
        }
        natively = runsHere();
    }

    /** Whether this host runs what we compile. */
    boolean natively() {
        return natively;
    }

    /** In how many programs so far a check has failed. */
    int stopped() {
        return stopped;
    }

    private boolean runsHere() {
        try {
            Program program = checked(List.of("module p0\nuse host\npub fn run() {}\npub fn report() { host.finish() }\n"), new Diagnostics()).orElseThrow();
            return process(link(generate(program, Optional.empty())), "probe").equals("00000001\n");
        } catch (IOException cannotRun) {
            return false;
        }
    }

    /** The modules {@code p0}, {@code p1}… as a program; empty if one of them is wrong. */
    Optional<Program> checked(List<String> modules, Diagnostics diagnostics) {
        List<Unit> units = new ArrayList<>();
        StringBuilder root = new StringBuilder("module batch\nuse host\n");
        StringBuilder body = new StringBuilder("@entry fn start() never {\nhost.install()\n");
        for (int i = 0; i < modules.size(); i++) {
            root.append("use p").append(i).append('\n');
            body.append("host.attempt(p%d.run)\nhost.attempt(p%d.report)\n".formatted(i, i));
            units.add(Parser.parse(new SourceFile("p" + i + ".ash", modules.get(i)), diagnostics));
        }
        units.add(Parser.parse(new SourceFile("batch.ash", root.append(body).append("host.exit(0)\n}\n").toString()), diagnostics));
        units.addAll(library);
        Optional<Program> program = diagnostics.hasErrors() ? Optional.empty() : Checker.check(units, diagnostics, new Checker.Options("batch"));
        return diagnostics.hasErrors() ? Optional.empty() : program;
    }

    /** Compares the modules {@code p0}, {@code p1}…; a compiler that breaks counts as a difference of the first. */
    List<Difference> compare(Program program, int modules) {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        String at = "";
        try {
            at = "lowering";
            Module before = Lowering.lower(program);
            before.functions().forEach(function -> Verifier.verify(function, "lowering"));
            ways.put("IR", interpret(before, modules));
            stopped += (int) ways.get("IR").stream().filter(result -> result.contains("check: ")).count();
            at = "passes";
            Module after = Lowering.lower(program);
            Passes.run(after);
            ways.put("IR after passes", interpret(after, modules));
            at = "-O0";
            Executable plain = link(generate(program, Optional.empty()));
            ways.put("-O0", emulate(plain, modules));
            at = "-O";
            Executable optimised = link(generate(program, Optional.of(after)));
            ways.put("-O", emulate(optimised, modules));
            List<Difference> differences = differences(ways, modules);
            if (differences.isEmpty() && natively) {
                at = "native";
                ways.put("-O0 natively", results(process(plain, "O0"), modules));
                ways.put("-O natively", results(process(optimised, "O"), modules));
                differences = differences(ways, modules);
            }
            return differences;
        } catch (RuntimeException | AssertionError | StackOverflowError | IOException broken) {
            StackTraceElement[] trace = broken.getStackTrace();
            StringBuilder said = new StringBuilder("* ").append(at).append(": ").append(broken).append('\n');
            for (int i = 0; i < Math.min(6, trace.length); i++) {
                said.append("    ").append(trace[i]).append('\n');
            }
            return List.of(new Difference(0, said.toString()));
        }
    }

    private static List<Difference> differences(Map<String, List<String>> ways, int modules) {
        List<Difference> differences = new ArrayList<>();
        List<String> expected = ways.get("IR");
        for (int i = 0; i < modules; i++) {
            int module = i;
            if (ways.values().stream().anyMatch(results -> !results.get(module).equals(expected.get(module)))) {
                StringBuilder said = new StringBuilder();
                ways.forEach((way, results) -> said.append(results.get(module).equals(expected.get(module)) ? "  " : "* ").append(way).append(": ")
                        .append(results.get(module).strip().replace("\n", " | ")).append('\n'));
                differences.add(new Difference(module, said.toString()));
            }
        }
        return differences;
    }

    private static List<String> interpret(Module module, int modules) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Map<String, Interpreter.Native> natives = Map.of("host.write", (memory, words) -> {
            output.writeBytes(memory.read(words[0], words[1]));
            return Interpreter.Outcome.of(words[1]);
        }, "cpu.copy", (memory, words) -> {
            for (int i = 0; i < words[2]; i++) {
                memory.store(Width.U8, words[0] + i, memory.load(Width.U8, words[1] + i));
            }
            return Interpreter.Outcome.of(0);
        }, "cpu.fill", (memory, words) -> {
            for (int i = 0; i < words[2]; i++) {
                memory.store(Width.U8, words[0] + i, words[1]);
            }
            return Interpreter.Outcome.of(0);
        });
        Interpreter interpreter = new Interpreter(module, natives, modules * STEPS);
        List<String> results = new ArrayList<>();
        for (int i = 0; i < modules; i++) {
            output.reset();
            try {
                interpreter.call("p" + i + ".run");
            } catch (Trapped trap) {
                output.writeBytes(("check: " + trap.at().line() + ": " + trap.reason() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            interpreter.call("p" + i + ".report");
            results.add(output.toString(StandardCharsets.UTF_8));
        }
        return results;
    }

    private static ObjectFile generate(Program program, Optional<Module> module) {
        Diagnostics diagnostics = new Diagnostics();
        CodeGenerator.Options options = new CodeGenerator.Options("batch.o", ".", false);
        ObjectFile object = module.isPresent() ? CodeGenerator.generate(program, module.get(), options, diagnostics)
            : CodeGenerator.generate(program, options, diagnostics);
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(diagnostics.all().toString());
        }
        return object;
    }

    private static Executable link(ObjectFile object) {
        return switch (Linker.link(List.of(object), LAYOUT, LinkOptions.of("batch", "batch.start"))) {
            case LinkResult.Linked linked -> linked.program();
            case LinkResult.Failed failed -> throw new IllegalStateException(failed.message());
        };
    }

    private static List<String> emulate(Executable program, int modules) {
        HostedProgram hosted = new HostedProgram(program);
        CheckTable checks = new CheckTable(program);
        List<String> results = new ArrayList<>();
        int written = 0;
        for (int i = 0; i < modules; i++) {
            StringBuilder result = new StringBuilder();
            for (String function : List.of(".run", ".report")) {
                hosted.call(program.symbol("p" + i + function).orElseThrow());
                End end = hosted.run(STEPS);
                String output = hosted.output();
                result.append(output, written, output.length());
                written = output.length();
                if (end instanceof End.FailedCheck(int at)) {
                    result.append(checks.at(at).map(c -> "check: " + c.line() + ": " + c.reason()).orElse("ud2 without a check")).append('\n');
                } else if (!(end instanceof End.Returned)) {
                    result.append(end).append('\n');
                }
            }
            results.add(result.toString());
        }
        return results;
    }

    private String process(Executable program, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, ElfWriter.write(program));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make an executable file in " + folder);
        }
        Path said = folder.resolve(name + ".out");
        Process process = new ProcessBuilder(file.toString()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Files.readString(said) + "did not end\n";
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return Files.readString(said) + (process.exitValue() == 0 ? "" : "ended with " + process.exitValue() + "\n");
    }

    /** Each module's last line is the eight digits of its hash. */
    private static List<String> results(String output, int modules) {
        List<String> results = new ArrayList<>();
        StringBuilder result = new StringBuilder();
        for (String line : output.split("(?<=\n)")) {
            result.append(line);
            if (line.matches("[0-9a-f]{8}\n")) {
                results.add(result.toString());
                result.setLength(0);
            }
        }
        while (results.size() < modules) {
            results.add(result.toString());
        }
        return results;
    }
}

package exo86.ash.ir;

import exo86.ash.emit.Sources;
import exo86.ash.ir.interpret.Exited;
import exo86.ash.ir.interpret.Interpreter;
import exo86.ash.ir.interpret.Memory;
import exo86.ash.ir.interpret.Trapped;
import exo86.ash.ir.lower.Lowering;
import exo86.ash.tree.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs of {@code src/test/ashlar/run} in the interpreter: their host and their assembly are played here. */
public final class Runs {
    public static final Path PROGRAMS = Sources.TESTS.resolve("run");
    private static final long LIMIT = 50_000_000;

    /** What a program wrote, and its exit code. */
    public record Result(String output, int exit, long steps, long accesses) {
    }

    private Runs() {
    }

    public static List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(PROGRAMS)) {
            return files.filter(f -> f.toString().endsWith(".ash") && !f.endsWith("host.ash")).sorted().toList();
        }
    }

    public static Program checked(Path file) throws IOException {
        return Sources.checked(file.getFileName().toString().replace(".ash", ""), PROGRAMS.resolve("host.ash"), Sources.CPU, file);
    }

    public static Module lowered(Path file) throws IOException {
        Module module = Lowering.lower(checked(file));
        module.functions().forEach(function -> Verifier.verify(function, "lowering"));
        return module;
    }

    /** What the file promises. */
    public static Result expected(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String output = lines.stream().filter(l -> l.startsWith("//= ") && !l.startsWith("//= exit ")).map(l -> l.substring(4) + "\n")
                .collect(Collectors.joining());
        int exit = lines.stream().filter(l -> l.startsWith("//= exit ")).map(l -> Integer.valueOf(l.substring(9).strip())).findFirst().orElse(0);
        return new Result(output, exit, 0, 0);
    }

    public static Result run(Module module) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        boolean[] reports = {false};
        Interpreter interpreter = new Interpreter(module, natives(output, reports), LIMIT);
        int exit;
        try {
            interpreter.call(module.program().orElseThrow().entry().orElseThrow().linkName());
            throw new AssertionError("the program returned");
        } catch (Exited end) {
            exit = end.code();
        } catch (Trapped trap) {
            output.writeBytes((reports[0] ? "check: " + trap.at().line() + ": " + trap.reason() + "\n" : "").getBytes(StandardCharsets.UTF_8));
            exit = reports[0] ? 1 : 132;
        }
        String text = output.toString(StandardCharsets.UTF_8);
        return new Result(text.isEmpty() || text.endsWith("\n") ? text : text + "\n", exit, interpreter.steps(), interpreter.accesses());
    }

    private static Map<String, Interpreter.Native> natives(ByteArrayOutputStream output, boolean[] reports) {
        Map<String, Interpreter.Native> natives = new HashMap<>();
        natives.put("host.write", (memory, words) -> {
            output.writeBytes(memory.read(words[0], words[1]));
            return Interpreter.Outcome.of(words[1]);
        });
        natives.put("host.exit", (memory, words) -> {
            throw new Exited(words[0]);
        });
        natives.put("host.install", (memory, words) -> {
            reports[0] = true;
            return Interpreter.Outcome.of(0);
        });
        natives.put("cpu.copy", (memory, words) -> {
            for (int i = 0; i < words[2]; i++) {
                memory.store(Width.U8, words[0] + i, memory.load(Width.U8, words[1] + i));
            }
            return Interpreter.Outcome.of(0);
        });
        natives.put("cpu.fill", (memory, words) -> {
            for (int i = 0; i < words[2]; i++) {
                memory.store(Width.U8, words[0] + i, words[1]);
            }
            return Interpreter.Outcome.of(0);
        });
        natives.put("assembly.add", (memory, words) -> Interpreter.Outcome.of(words[0] + words[1]));
        natives.put("assembly.from_cell", (memory, words) -> Interpreter.Outcome.of(30));
        natives.put("assembly.clobber", (memory, words) -> Interpreter.Outcome.of(words[0]));
        natives.put("assembly.frame", (memory, words) -> Interpreter.Outcome.of(words[3]));
        natives.put("assembly.risky", (memory, words) -> new Interpreter.Outcome(words[0], 0, words[0] == 0));
        natives.put("assembly.narrow", (memory, words) -> Interpreter.Outcome.of(0x12345642));
        natives.put("assembly.second", Runs::second);
        return natives;
    }

    private static Interpreter.Outcome second(Memory memory, int[] words) {
        return Interpreter.Outcome.of(memory.load(Width.WORD, words[0] + 4));
    }
}

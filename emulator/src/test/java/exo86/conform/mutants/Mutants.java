package exo86.conform.mutants;

import exo86.conform.MutantTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The command: makes the mutants, hunts them, and prints who lives.
 *
 * <p>Every check in {@link #CHECKED} is tried, and of the other mutations of {@link #CHECKED} and {@link #SAMPLED} those whose name's hash says so.
 * Usage: {@code Mutants ROOT SAMPLE [FILTER]}: one in SAMPLE of the others; only names that contain FILTER, or that stand in the file {@code @FILE}.
 * {@code Mutants ROOT --named} tries exactly those of {@link #NAMED}, each of which must die; {@code Mutants ROOT --list} prints the names of all.
 */
public final class Mutants {
    /** Where the checks are that a real processor makes. */
    private static final List<String> CHECKED = List.of("cpu.Access", "cpu.Descriptors", "cpu.FarTransfers", "cpu.Interrupts", "cpu.TaskSwitch", "cpu.Tasks", "cpu.Segment",
        "cpu.SystemInstructions", "cpu.ControlInstructions", "cpu.DataInstructions", "cpu.StringInstructions", "cpu.IntegerInstructions", "cpu.FloatingPointInstructions",
        "cpu.Watchpoints", "cpu.Cpu", "cpu.Executor", "mmu.Mmu", "mmu.TranslationBuffer", "mmu.PageMap");
    /** Where the arithmetic is, and the hot forms. */
    private static final List<String> SAMPLED = List.of("cpu.Alu", "cpu.Flags", "cpu.Interpreter", "cpu.fpu.Arithmetic", "cpu.fpu.Conversions", "cpu.fpu.Extended",
        "cpu.fpu.FloatingPointUnit", "cpu.fpu.Rounder", "cpu.fpu.Transcendentals", "cpu.fpu.Wide");

    /** The mutants that stand for the proof, by name; every one is to be killed. */
    private static final String NAMED = "tests/conformance/checks.mutants";

    private final Path root;
    private final int sample;
    private final String filter;
    private final Set<String> listed;
    private final Map<Mutation, Mutator> mutators = new LinkedHashMap<>();
    private final List<Mutation> chosen = new ArrayList<>();
    private final Map<String, byte[]> original = new HashMap<>();
    private final Map<String, byte[]> probed = new HashMap<>();

    private Mutants(Path root, int sample, String filter) throws IOException {
        this.root = root;
        this.sample = sample;
        this.filter = filter;
        this.listed = filter.startsWith("@") ? names(Path.of(filter.substring(1))) : Set.of();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[1].equals("--list")) {
            new Mutants(Path.of(arguments[0]), 1, "").list();
            return;
        }
        Path root = Path.of(arguments[0]);
        if (arguments[1].equals("--named")) {
            System.exit(new Mutants(root, 1, "@" + root.resolve(NAMED)).run() ? 0 : 5);
        }
        Mutants mutants = new Mutants(root, Integer.parseInt(arguments[1]), arguments.length > 2 ? arguments[2] : "");
        System.exit(mutants.run() ? 0 : 5);
    }

    /** The names in a file, one a line; a line that begins with # is a comment. */
    static Set<String> names(Path file) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#") && !names.add(line)) {
                throw new IOException(file + ": twice: " + line);
            }
        }
        return names;
    }

    /** The names of all mutants that can be made of the classes in {@code root}. */
    static Set<String> all(Path root) throws IOException, ClassNotFoundException {
        Mutants all = new Mutants(root, 1, "");
        all.make(CHECKED);
        all.make(SAMPLED);
        return all.chosen.stream().map(Mutation::name).collect(java.util.stream.Collectors.toSet());
    }

    /** All mutations that could be tried. */
    private void list() throws IOException, ClassNotFoundException {
        make(CHECKED);
        make(SAMPLED);
        for (Mutation mutation : chosen) {
            System.out.println((mutation.removed() ? "removed " : mutation.check() ? "check   " : "other   ") + mutation.name());
        }
    }

    private boolean run() throws IOException, ClassNotFoundException {
        make(CHECKED);
        make(SAMPLED);
        probe();
        List<OwnImage> images = new ArrayList<>();
        for (var image : MutantTrials.images(root.resolve("tests/conformance/suite"))) {
            images.add(new OwnImage(image));
        }
        List<Trials.Recorded> forms = new ArrayList<>();
        MutantTrials.find(root.resolve("tests/conformance/suite/transcendental.jsonl")).forEach(form -> forms.add((Trials.Recorded) form));
        shared("conformance/native/native-ia32-seed1.jsonl.gz").forEach(form -> forms.add((Trials.Recorded) form));
        List<Trials.Captured> opcodes = shared("conformance/sst-80286-real").stream().map(Trials.Captured.class::cast).toList();
        Coverage coverage = new Coverage(Hunt.trials(probed), images, forms, opcodes);
        System.err.printf("%d mutants%n", chosen.size());
        return hunt(new Hunt(images, forms, opcodes, coverage), Equivalents.read(root.resolve("tests/conformance/equivalent.mutants")));
    }

    private List<Record> shared(String path) throws IOException {
        Path folder = root.resolve("../shared").resolve(path);
        if (!Files.exists(folder)) {
            System.err.println(folder + " is not there: its vectors do not hunt");
            return List.of();
        }
        return MutantTrials.find(folder);
    }

    private void make(List<String> types) throws IOException, ClassNotFoundException {
        for (String simple : types) {
            String type = "exo86." + simple;
            List<String> source = Files.readAllLines(root.resolve("emulator/src/main/java/" + type.replace('.', '/') + ".java"));
            Mutator mutator = new Mutator(type, MutantLoader.file(type), source);
            original.put(type, mutator.original());
            for (Mutation mutation : mutator.mutations()) {
                boolean check = mutation.check() && types == CHECKED;
                boolean wanted = filter.isEmpty() ? check || Math.floorMod(mutation.name().hashCode() * 0x9E3779B1 >>> 8, sample) == 0 : listed.contains(mutation.name()) || mutation.name().contains(filter);
                if (wanted) {
                    chosen.add(mutation);
                    mutators.put(mutation, mutator);
                }
            }
        }
    }

    private void probe() {
        Map<Mutation, Integer> numbers = new HashMap<>();
        chosen.forEach(mutation -> numbers.put(mutation, numbers.size()));
        probed.putAll(original);
        for (Mutation mutation : chosen) {
            if (probed.get(mutation.type()) == original.get(mutation.type())) {
                List<Mutation> same = chosen.stream().filter(other -> other.type().equals(mutation.type())).toList();
                probed.put(mutation.type(), mutators.get(mutation).probed(same, numbers));
            }
        }
    }

    /** How each ends; mutants share nothing, so all processors of the host hunt. */
    private List<Hunt.End> ends(Hunt hunt) {
        long start = System.nanoTime();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger alive = new AtomicInteger();
        return IntStream.range(0, chosen.size()).parallel().mapToObj(k -> {
            Mutation mutation = chosen.get(k);
            Hunt.End end = hunt.hunt(k, mutation.type(), mutators.get(mutation).mutated(mutation), original);
            int living = end.lives() ? alive.incrementAndGet() : alive.get();
            if (done.incrementAndGet() % 20 == 0) {
                System.err.printf("%d of %d, %d live, %d s%n", done.get(), chosen.size(), living, (System.nanoTime() - start) / 1_000_000_000);
            }
            return end;
        }).toList();
    }

    private boolean hunt(Hunt hunt, Equivalents equivalents) {
        Map<String, int[]> table = new TreeMap<>();
        int lives = 0;
        List<Hunt.End> ends = ends(hunt);
        for (int k = 0; k < chosen.size(); k++) {
            Mutation mutation = chosen.get(k);
            Hunt.End end = ends.get(k);
            int[] row = table.computeIfAbsent(mutation.type(), key -> new int[5]);
            int column = switch (end.suite()) {
                case "own" -> 0;
                case "native" -> 1;
                case "moo" -> 2;
                default -> equivalents.argued(mutation.name()) ? 3 : 4;
            };
            row[column]++;
            if (column == 4) {
                lives++;
                System.out.println("LIVES " + mutation.name() + " | " + end.by());
            } else if (column < 3 && equivalents.argued(mutation.name())) {
                lives++;
                System.out.println("NOT EQUIVALENT " + mutation.name() + " | killed by " + end.by());
            } else if (System.getenv("VERBOSE") != null) {
                System.out.println(end.suite() + " " + mutation.name() + " | " + end.by());
            }
        }
        Set<String> absent = new LinkedHashSet<>(listed);
        chosen.forEach(mutation -> absent.remove(mutation.name()));
        if (filter.isEmpty()) {
            absent.addAll(equivalents.unused());
        }
        absent.forEach(name -> System.out.println("NO SUCH MUTANT " + name));
        print(table);
        int killed = table.values().stream().mapToInt(row -> row[0] + row[1] + row[2]).sum();
        System.out.printf("%d mutants, %d killed%n", chosen.size() + absent.size(), killed);
        return lives == 0 && absent.isEmpty();
    }

    private static void print(Map<String, int[]> table) {
        int[] all = new int[5];
        System.out.println("| class | mutants | killed by our suite | by native vectors | by captures | equivalent, argued | alive |\n|---|---|---|---|---|---|---|");
        table.forEach((type, row) -> {
            row(type.substring("exo86.".length()), row);
            for (int k = 0; k < row.length; k++) {
                all[k] += row[k];
            }
        });
        row("**all**", all);
    }

    private static void row(String name, int[] row) {
        System.out.printf("| %s | %d | %d | %d | %d | %d | %d |%n", name, row[0] + row[1] + row[2] + row[3] + row[4], row[0], row[1], row[2], row[3], row[4]);
    }
}

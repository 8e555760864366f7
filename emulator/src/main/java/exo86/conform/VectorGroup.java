package exo86.conform;

import exo86.cpu.Cpu;
import exo86.cpu.Stop;
import exo86.machine.ImageException;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import exo86.machine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A file of our own suite. All its vectors run in one image, but those that end in a shutdown have one each. */
public final class VectorGroup implements Group {
    private static final String HARNESS = "harness.asm";
    private static final int PER_IMAGE = 1500;
    private static final int MEGABYTES = 16;
    /** Many times what the harness needs to make its tables and to come to the vector. */
    private static final long SETUP = 5_000_000;

    private final Path file;
    private final String name;

    VectorGroup(Path file) {
        this.file = file;
        this.name = file.getFileName().toString().replaceFirst("\\.vec$", "");
    }

    @Override
    public String suite() {
        return "own";
    }

    @Override
    public String name() {
        return name;
    }

    /** The images that together are the group. */
    public List<VectorImage> images() throws IOException {
        return images(name -> true);
    }

    /** Images of the vectors that are wanted, by "suite/group/vector". */
    public List<VectorImage> images(Predicate<String> wanted) throws IOException {
        String prefix = suite() + "/" + name + "/";
        return images(vectors().stream().filter(vector -> wanted.test(prefix + vector.name())).toList());
    }

    private List<Vector> vectors() throws IOException {
        return VectorFile.read(file.toString(), Files.readString(file));
    }

    private List<VectorImage> images(List<Vector> vectors) throws IOException {
        String harness = Files.readString(harness());
        List<VectorImage> images = new ArrayList<>();
        List<Vector> together = vectors.stream().filter(vector -> !vector.outcome().shutdown()).toList();
        for (int from = 0; from < together.size(); from += PER_IMAGE) {
            String number = together.size() > PER_IMAGE ? "-" + (from / PER_IMAGE + 1) : "";
            images.add(VectorImage.of(name + number, together.subList(from, Math.min(together.size(), from + PER_IMAGE)), harness));
        }
        vectors.stream().filter(vector -> vector.outcome().shutdown()).forEach(vector -> images.add(VectorImage.of(vector.name(), List.of(vector), harness)));
        return images;
    }

    private Path harness() throws IOException {
        for (Path folder = file.toAbsolutePath().getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(HARNESS))) {
                return folder.resolve(HARNESS);
            }
        }
        throw new SuiteException(file + ": no " + HARNESS + " in its folder or above it, expected a copy of the one in tests/conformance/suite");
    }

    @Override
    public void run(Listener listener, Subject subject) throws IOException {
        List<Vector> wanted = vectors().stream().filter(vector -> listener.wants(vector.name())).toList();
        for (VectorImage image : images(wanted)) {
            if (listener.enough()) {
                return;
            }
            Map<String, Integer> entries = new HashMap<>();
            for (int k = 0; k < image.vectors().size() && subject.compiles(); k++) {
                entries.put(image.vectors().get(k).name(), image.entry(k));
            }
            VectorBoard.Result result = VectorBoard.run(image.file(), image.vectors().size(), subject, entries);
            result.mismatch().ifPresent(found -> listener.verdict(image.name() + " in lock-step",
                    new Verdict.Failed(new Divergence(new byte[0], 32, 0, found.differences(), "what follows ran on the engine alone", ""))));
            judge(image, result.printed(), result.stop() == Stop.SHUTDOWN, (vector, verdict) -> {
                if (subject.compiles()) {
                    listener.executed(result.compiled().contains(vector));
                }
                listener.verdict(vector, verdict);
            });
        }
    }

    /** An image of this vector alone, at its start if the vector ends in its setup; what it prints goes where the serial port leads. */
    @Override
    public Machine before(String vector, MachinePlan plan) throws IOException {
        List<Vector> found = vectors().stream().filter(one -> one.name().equals(vector)).toList();
        if (found.isEmpty()) {
            throw new SuiteException(file + ": no vector " + vector);
        }
        VectorImage image = images(found).getFirst();
        try {
            MultibootKernel kernel = MultibootKernel.read(vector, image.file(), MEGABYTES, "", List.of());
            MachinePlan whole = plan.memory(MEGABYTES).debug(plan.serial()).kernel(kernel);
            Machine silent = new Machine(whole.serial(value -> { }).debug(value -> { }));
            Machine machine = new Machine(whole);
            if (runTo(image.entry(0), silent)) {
                runTo(image.entry(0), machine);
            }
            return machine;
        } catch (ImageException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** False if the machine does not come there: then the vector ends in its setup. */
    private static boolean runTo(int address, Machine machine) {
        Cpu cpu = machine.cpu;
        cpu.addBreakpoint(address);
        Outcome outcome = machine.run(SETUP);
        cpu.removeBreakpoint(address);
        return outcome instanceof Outcome.Breakpoint;
    }

    /**
     * Judges what an image printed, here or on another machine.
     *
     * @param shutdown whether the machine ended in a shutdown
     */
    public void judge(VectorImage image, String printed, boolean shutdown, Listener listener) throws IOException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        printed.lines().forEach(line -> {
            String[] words = line.strip().split(" ");
            if (words.length == 2 && words[0].equals("ok")) {
                lines.put(words[1], new ArrayList<>());
            } else if (words.length >= 6 && words[0].equals("FAIL")) {
                lines.computeIfAbsent(words[1], key -> new ArrayList<>()).add(difference(words));
            }
        });
        for (int k = 0; k < image.vectors().size(); k++) {
            Vector vector = image.vectors().get(k);
            Optional<List<String>> differences = Optional.ofNullable(lines.get(vector.name()));
            if (vector.outcome().shutdown() && differences.isEmpty()) {
                differences = Optional.of(shutdown ? List.of() : List.of("no shutdown"));
            }
            List<String> wrong = differences.orElse(List.of(shutdown ? "not run, or the machine shut down in it" : "not run"));
            listener.verdict(vector.name(), wrong.isEmpty() ? Verdict.PASSED
                : new Verdict.Failed(new Divergence(image.code(k), vector.level() == Vector.VIRTUAL ? 16 : 32, 0, wrong, vector.rule(), vector.place())));
        }
    }

    private static String difference(String[] words) {
        String mask = words[5].equals("ffffffff") ? "" : " in the bits " + words[5];
        String where = words[2].equals("memory") ? "[" + words[6] + "]" : words[2];
        return where + " " + words[3] + " not " + words[4] + mask + (words[2].equals("eflags") ? flags(words) : "");
    }

    /** What the numbers mean, by name; nothing if they are none: other machines' output may be damaged. */
    private static String flags(String[] words) {
        try {
            int actual = Integer.parseUnsignedInt(words[3], 16);
            int expected = Integer.parseUnsignedInt(words[4], 16);
            int different = (actual ^ expected) & Integer.parseUnsignedInt(words[5], 16);
            return ": " + Divergence.flags(actual, different) + " not " + Divergence.flags(expected, different);
        } catch (NumberFormatException damaged) {
            return "";
        }
    }
}

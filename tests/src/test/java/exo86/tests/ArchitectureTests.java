package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@code ARCHITECTURE.md} that a program can look after. */
final class ArchitectureTests {
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".exo86", ".idea", ".vscode");
    /** Whom a part of the emulator may use of the emulator; everybody may use the toolchain. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("mmu", Set.of("mmu")),
            Map.entry("cpu", Set.of("cpu", "mmu")),
            Map.entry("device", Set.of("device", "cpu", "mmu")),
            Map.entry("jit", Set.of("jit", "cpu", "mmu")),
            Map.entry("machine", Set.of("machine", "device", "cpu", "mmu")),
            Map.entry("conform", Set.of("conform", "verify", "machine", "device", "cpu", "mmu")),
            Map.entry("debug", Set.of("debug", "machine", "device", "cpu", "mmu")),
            Map.entry("hosted", Set.of("hosted", "cpu", "mmu")),
            Map.entry("bench", Set.of("bench", "hosted")),
            Map.entry("verify", Set.of("verify", "machine", "device", "cpu", "mmu")),
            Map.entry("cli", Set.of("cli", "bench", "hosted", "conform", "debug", "jit", "verify", "machine", "device", "cpu", "mmu")));
    private static final Set<String> TOOLCHAIN = Set.of("isa", "asm", "ash", "elf", "link", "image", "build");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?exo86\\.(\\w+)");

    private static List<Path> files(String folder, Predicate<String> named) throws IOException {
        Path root = Built.root();
        List<Path> found = new ArrayList<>();
        walk(root.resolve(folder), path -> {
            if (named.test(path.getFileName().toString())) {
                found.add(path);
            }
        });
        assertTrue(!found.isEmpty(), "files below " + folder);
        return found;
    }

    private interface Visitor {
        void file(Path path) throws IOException;
    }

    private static void walk(Path folder, Visitor visitor) throws IOException {
        List<Path> entries;
        try (Stream<Path> list = Files.list(folder)) {
            entries = list.sorted().toList();
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                if (!SKIPPED.contains(entry.getFileName().toString())) {
                    walk(entry, visitor);
                }
            } else {
                visitor.file(entry);
            }
        }
    }

    private static String shown(Path file) {
        return Built.root().relativize(file).toString();
    }

    /** A guest's library OS sees of the kernel what {@code exokernel/abi} says. */
    @Test
    void guestKnowsTheKernelByItsInterfaceOnly() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : files("guest", name -> name.endsWith(".ash"))) {
            if (Pattern.compile("(?m)^\\s*use\\s+(kernel|boot)(\\.|\\s|$)").matcher(Files.readString(file)).find()) {
                wrong.add(shown(file));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void emulatorNamesNoKernel() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : files("emulator/src/main/java", name -> name.endsWith(".java"))) {
            if (Files.readString(file).contains("/exo86/kernel/")) {
                wrong.add(shown(file));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void arrowsGoOneWay() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : files("emulator/src/main/java", name -> name.endsWith(".java"))) {
            String part = Built.root().resolve("emulator/src/main/java/exo86").relativize(file).getName(0).toString();
            Set<String> allowed = ARROWS.get(part);
            assertTrue(allowed != null, () -> shown(file) + ": a package that ARCHITECTURE.md does not know");
            for (String used : imports(file)) {
                if (!allowed.contains(used) && !TOOLCHAIN.contains(used)) {
                    wrong.add(shown(file) + " uses exo86." + used);
                }
            }
        }
        for (Path file : files("toolchain/src/main/java", name -> name.endsWith(".java"))) {
            for (String used : imports(file)) {
                if (!TOOLCHAIN.contains(used)) {
                    wrong.add(shown(file) + " uses exo86." + used);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<String> imports(Path file) throws IOException {
        List<String> used = new ArrayList<>();
        Matcher matcher = IMPORT.matcher(Files.readString(file));
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
        return used;
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        List<String> silent = new ArrayList<>();
        for (String module : List.of("toolchain/src/main/java", "emulator/src/main/java")) {
            for (Path file : files(module, name -> name.endsWith(".java"))) {
                Path information = file.resolveSibling("package-info.java");
                if (!Files.exists(information) && !silent.contains(shown(information))) {
                    silent.add(shown(information));
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    /** Each module begins with what it is; one of kernel or library OS says too what is trusted. */
    @Test
    void everyModuleSaysWhatItIs() throws IOException {
        List<String> silent = new ArrayList<>();
        for (String folder : List.of("exokernel", "guest")) {
            for (Path file : files(folder, name -> name.endsWith(".ash"))) {
                String text = Files.readString(file);
                String head = text.substring(0, Math.max(0, text.indexOf("module ")));
                boolean trust = shown(file).startsWith("guest/apps") || shown(file).startsWith("exokernel/test") || head.contains("Trust:");
                if (!head.startsWith("/// ") || !trust) {
                    silent.add(shown(file));
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    /** Nothing points at the place where somebody happened to build. */
    @Test
    void nothingNamesAPlaceOutside() throws IOException {
        Pattern outside = Pattern.compile("(?<![\\w.])/" + "work/|repo1\\.maven|registry\\.npmjs|deb\\.debian\\.org");
        List<String> wrong = new ArrayList<>();
        walk(Built.root(), file -> {
            String name = file.getFileName().toString();
            if (name.matches(".*\\.(java|ash|asm|md|xml|txt|sh|c|inc)|exo86|run")) {
                if (outside.matcher(Files.readString(file)).find()) {
                    wrong.add(shown(file));
                }
            }
        });
        assertEquals(List.of(), wrong);
    }

    /** Median at most 150 lines, nine in ten at most 450, none over 1,000 but for those that ARCHITECTURE.md names. */
    @Test
    void filesAreShort() throws IOException {
        String architecture = Files.readString(Built.root().resolve("ARCHITECTURE.md"));
        List<String> wrong = new ArrayList<>();
        for (String folder : List.of("toolchain/src/main", "emulator/src/main", "exokernel", "guest")) {
            List<Long> lengths = new ArrayList<>();
            for (Path file : files(folder, name -> name.endsWith(".java") || name.endsWith(".ash"))) {
                try (Stream<String> lines = Files.lines(file)) {
                    long count = lines.count();
                    lengths.add(count);
                    if (count > 1000 && !architecture.contains(file.getFileName().toString().replaceFirst("\\.\\w+$", ""))) {
                        wrong.add(shown(file) + " has " + count + " lines");
                    }
                }
            }
            lengths.sort(null);
            long median = lengths.get(lengths.size() / 2);
            long ninth = lengths.get(lengths.size() * 9 / 10);
            if (median > 150 || ninth > 450) {
                wrong.add(folder + ": median " + median + ", nine in ten " + ninth + " lines");
            }
        }
        assertEquals(List.of(), wrong);
    }
}

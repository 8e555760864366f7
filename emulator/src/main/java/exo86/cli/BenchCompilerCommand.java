package exo86.cli;

import exo86.ash.driver.Level;
import exo86.ash.driver.Options;
import exo86.bench.kernels.Figures;
import exo86.bench.kernels.KernelFailure;
import exo86.bench.kernels.KernelSuite;
import exo86.bench.kernels.KernelTable;
import exo86.bench.kernels.Recorded;
import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exo86 bench compiler}: what Ashlar's code costs beside C's. */
@Command(name = "compiler", description = "Count what kernels in Ashlar execute, beside recorded figures of gcc's and tcc's code.",
        footer = {"", "Figures are exact: executed instructions and data references of each kernel's function `run`, as this emulator counts them, and",
            "bytes of its functions. Ratios are to gcc -O1 on the same kernel in C; less is better. docs/ashlar.md says more."})
final class BenchCompilerCommand implements Callable<Integer> {
    @Parameters(paramLabel = "KERNEL", arity = "0..*", description = "Only these (default: all).")
    private List<String> kernels = List.of();

    @Option(names = "--folder", paramLabel = "DIR", description = "Where kernels are (default: tests/bench/compiler).")
    private Path folder;

    @Option(names = "--count", paramLabel = "FILE", arity = "1..*",
            description = "Count these executables instead: prints instructions, references, text and checksum of each.")
    private List<Path> files = List.of();

    @Option(names = "--no-checks", description = "Also without run-time checks, which C does not have.")
    private boolean withoutChecks;

    @Option(names = "--notes", description = "Say how the recorded figures were made.")
    private boolean notes;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        try {
            return files.isEmpty() ? compare() : count();
        } catch (KernelFailure failure) {
            throw new UserError(ExitCode.GUEST_FAILED, failure.getMessage(), "");
        }
    }

    private int count() throws IOException, KernelFailure {
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw UserError.unreadable("'" + file + "': no such file", "");
            }
            try {
                Figures figures = KernelSuite.measure(ElfReader.readExecutable(file.toString(), Files.readAllBytes(file)));
                System.out.println(file.getFileName() + " " + figures);
            } catch (ElfException broken) {
                throw UserError.unreadable(broken.getMessage(), "");
            }
        }
        return ExitCode.OK;
    }

    private int compare() throws IOException, KernelFailure {
        Path from = folder == null ? Launcher.home().resolve("tests/bench/compiler") : folder;
        if (!Files.isDirectory(from)) {
            throw UserError.usage("there is no folder " + from, "--folder says where kernels are");
        }
        Recorded recorded = Recorded.read(from.resolve("recorded.txt"));
        if (notes) {
            recorded.notes().forEach(System.out::println);
            return ExitCode.OK;
        }
        KernelSuite suite = new KernelSuite(from);
        List<String> names = chosen(suite.names());
        KernelTable table = new KernelTable(names, recorded);
        boolean agreed = true;
        for (String kernel : names) {
            Figures base = recorded.of(kernel, Recorded.BASE)
                    .orElseThrow(() -> new KernelFailure(kernel + ": has no recorded figures of " + Recorded.BASE + "; record.sh makes them"));
            for (Map.Entry<String, UnaryOperator<Options>> variant : variants().entrySet()) {
                try {
                    Figures figures = KernelSuite.measure(suite.build(kernel, variant.getValue()));
                    table.add(variant.getKey(), kernel, figures);
                    if (!figures.checksum().equals(base.checksum())) {
                        throw new KernelFailure("printed " + figures.checksum() + ", expected " + base.checksum());
                    }
                } catch (KernelFailure failure) {
                    System.err.println("exo86: error: " + kernel + ", " + variant.getKey() + ": " + failure.getMessage());
                    agreed = false;
                }
            }
        }
        System.out.println("Ratios to " + Recorded.BASE + ", less is better: executed instructions, data references, bytes of text.");
        System.out.print(table.render());
        return agreed ? ExitCode.OK : ExitCode.DIVERGED;
    }

    private Map<String, UnaryOperator<Options>> variants() {
        Map<String, UnaryOperator<Options>> variants = new LinkedHashMap<>();
        variants.put("ash -O", options -> options.at(Level.O));
        if (withoutChecks) {
            variants.put("ash -O --no-checks", options -> options.at(Level.O).unchecked());
        }
        variants.put("ash -O0", options -> options);
        return variants;
    }

    private List<String> chosen(List<String> all) {
        for (String kernel : kernels) {
            if (!all.contains(kernel)) {
                throw UserError.usage("no kernel '" + kernel + "'", Suggestions.nearest(kernel, all).map(near -> "did you mean '" + near + "'?")
                        .orElse("there are " + String.join(", ", all)));
            }
        }
        return kernels.isEmpty() ? all : kernels;
    }
}

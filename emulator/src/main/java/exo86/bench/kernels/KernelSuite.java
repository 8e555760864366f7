package exo86.bench.kernels;

import exo86.ash.driver.Compiler;
import exo86.ash.driver.Layouts;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import exo86.ash.source.Renderer;
import exo86.elf.Executable;
import exo86.elf.Symbol;
import exo86.hosted.Counts;
import exo86.hosted.End;
import exo86.hosted.HostedProgram;
import exo86.link.LinkOptions;
import exo86.link.LinkResult;
import exo86.link.Linker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A folder of kernels: {@code NAME.ash} with {@code NAME.c} beside it, and {@code host.ash} and {@code runtime.c}, which are their hosts; these may be in the
 * folder around it instead.
 */
public final class KernelSuite {
    /** What the hosts of either side call their functions. */
    private static final Set<String> HOST = Set.of("_start", "call", "memcpy", "memmove", "memset");
    private static final String HOST_MODULE = "host.";
    private static final long BUDGET = 2_000_000_000L;

    private final Path folder;
    private final Compiler compiler = new Compiler();

    public KernelSuite(Path folder) {
        this.folder = folder;
    }

    /** The kernels' names, sorted. */
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".ash") && Files.exists(folder.resolve(n.replace(".ash", ".c"))))
                    .map(n -> n.substring(0, n.length() - 4)).sorted().toList();
        }
    }

    private List<Root> roots() {
        Path around = folder.toAbsolutePath().getParent();
        return Files.exists(folder.resolve("host.ash")) || around == null ? List.of(Root.of(folder)) : List.of(Root.of(folder), Root.of(around));
    }

    /** Compiles a kernel; {@code how} chooses the compiler's options. */
    public Executable build(String kernel, UnaryOperator<Options> how) throws KernelFailure {
        Result result = compiler.compile(how.apply(new Options(roots(), kernel)));
        if (!result.ok() || result.object().isEmpty() || result.entry().isEmpty()) {
            throw new KernelFailure(new Renderer(false).render(result.diagnostics()).strip());
        }
        LinkOptions options = LinkOptions.of(kernel, result.entry().get());
        return switch (Linker.link(List.of(result.object().get()), Layouts.flat().layout(), options)) {
            case LinkResult.Linked linked -> linked.program();
            case LinkResult.Failed failed -> throw new KernelFailure(failed.message());
        };
    }

    /** Runs and counts a kernel, whoever compiled it: its function {@code run} is what counts. */
    public static Figures measure(Executable program) throws KernelFailure {
        Symbol run = program.symbol("run").orElseThrow(() -> new KernelFailure(program.name() + ": has no function `run`, expected a kernel"));
        HostedProgram hosted;
        try {
            hosted = new HostedProgram(program);
        } catch (IllegalArgumentException doesNotFit) {
            throw new KernelFailure(doesNotFit.getMessage());
        }
        hosted.count(run.value());
        End end = hosted.run(BUDGET);
        if (!end.equals(new End.Exited(0))) {
            throw new KernelFailure(program.name() + ": did not exit with 0: " + end);
        }
        Counts counts = hosted.countsInside();
        return new Figures(counts.instructions(), counts.references(), text(program), hosted.output().strip());
    }

    private static int text(Executable program) {
        Set<Integer> seen = new HashSet<>();
        return program.symbols().stream()
                .filter(s -> s.kind() == Symbol.Kind.FUNCTION && s.defined() && !s.name().startsWith(HOST_MODULE) && !HOST.contains(s.name()))
                .filter(s -> seen.add(s.value())).mapToInt(Symbol::size).sum();
    }
}

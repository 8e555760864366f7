package exo86.hosted;

import exo86.ash.driver.Layouts;
import exo86.ash.driver.Result;
import exo86.ash.tree.Function;
import exo86.elf.Executable;
import exo86.link.LinkOptions;
import exo86.link.LinkResult;
import exo86.link.Linker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code test} declarations of a compiled program: each runs on a processor and in memory of its own. */
public final class ModuleTests {
    private static final long BUDGET = 200_000_000;

    /** A test by its module and title. */
    public record Case(String module, String title, String symbol) {
    }

    /**
     * How a test ended.
     *
     * @param failure why it did not pass, in a line, or empty
     * @param output what it wrote
     */
    public record Verdict(Case test, String failure, String output) {
        public boolean passed() {
            return failure.isEmpty();
        }
    }

    private final Executable program;
    private final CheckTable checks;
    private final List<Case> cases;

    private ModuleTests(Executable program, List<Case> cases) {
        this.program = program;
        this.checks = new CheckTable(program);
        this.cases = cases;
    }

    /** Links the tests of a program that was compiled with them. Empty without any test. {@link IllegalArgumentException} says what does not link. */
    public static Optional<ModuleTests> of(Result compiled) {
        List<Case> cases = new ArrayList<>();
        for (Function function : compiled.program().orElseThrow().functions()) {
            if (function.name().matches("test\\.\\d+") && function.linkName().equals(function.module() + "." + function.name())) {
                cases.add(new Case(function.module(), function.declared().text().replaceAll("^\"|\"$", ""), function.linkName()));
            }
        }
        if (cases.isEmpty()) {
            return Optional.empty();
        }
        LinkOptions options = LinkOptions.of("tests", cases.getFirst().symbol()).keeping(cases.stream().map(Case::symbol).toList());
        return switch (Linker.link(List.of(compiled.object().orElseThrow()), Layouts.flat().layout(), options)) {
            case LinkResult.Linked linked -> Optional.of(new ModuleTests(linked.program(), cases));
            case LinkResult.Failed failed -> throw new IllegalArgumentException(failed.message());
        };
    }

    public List<Case> cases() {
        return List.copyOf(cases);
    }

    public Verdict run(Case test) {
        HostedProgram machine = new HostedProgram(program);
        machine.call(program.symbol(test.symbol()).orElseThrow(() -> new IllegalStateException(test.symbol() + " is not in the program")));
        End end = machine.run(BUDGET);
        return new Verdict(test, failure(end), machine.output());
    }

    private String failure(End end) {
        return switch (end) {
            case End.Returned() -> "";
            case End.FailedCheck(int at) -> checks.at(at).map(CheckTable.Check::toString).orElse("ud2 at " + place(at));
            case End.Faulted(int vector, int at) -> "exception " + vector + " at " + place(at);
            case End.Exited(int code) -> "exited with " + code + ", expected to return";
            case End.Stopped(String why) -> why;
            case End.Endless() -> "did not end in %,d instructions".formatted(BUDGET);
        };
    }

    private String place(int address) {
        return program.symbols().stream().filter(s -> s.defined() && Integer.compareUnsigned(address - s.value(), s.size()) < 0).findFirst()
                .map(s -> "%08x, in %s".formatted(address, s.name())).orElse("%08x".formatted(address));
    }
}

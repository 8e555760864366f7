package exo86.cli;

import exo86.conform.Agreement;
import exo86.conform.Conformance;
import exo86.conform.Group;
import exo86.conform.Subject;
import exo86.conform.SuiteException;
import exo86.conform.Suites;
import exo86.conform.Tally;
import exo86.conform.VectorGroup;
import exo86.conform.VectorImage;
import exo86.jit.Jit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exo86 conform}: runs suites of vectors and reports where the engine differs from them. */
@Command(name = "conform", description = "Run conformance suites: does this processor do what real ones do?",
        footer = {"", "A PATH is a file or a folder of MOO captures (.MOO), native vectors (.jsonl), each with or without .gz, or vectors of our own format (.vec).",
            "docs/conformance.md describes the formats."})
final class ConformCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", arity = "0..*", description = "Suites to run (default: our own, tests/conformance/suite).")
    private List<Path> paths = List.of();

    @Option(names = "--engine", paramLabel = "NAME", description = "interp (default), jit: all compiled before it runs, or verify: that beside the interpreter.")
    private String engine = "interp";

    @Option(names = "--filter", paramLabel = "TEXT", description = "Only vectors whose suite/group/name contains TEXT.")
    private String filter = "";

    @Option(names = "--max-failures", paramLabel = "N", description = "Stop after N failures (default: 1000000).")
    private int maxFailures = 1_000_000;

    @Option(names = "--threads", paramLabel = "N", description = "Groups to run at the same time (default: one a processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "One JSON object a line on standard output: failures, groups, the total.")
    private boolean json;

    @Option(names = "--export", paramLabel = "DIR", description = "Write the bare-metal images of our own suite, and their sources, to DIR instead of running.")
    private Path export;

    @Option(names = "--agreement", paramLabel = "DIR", description = "Compare what other machines printed (DIR/IMAGE.qemu, DIR/IMAGE.bochs) with our own suite.")
    private Path agreement;

    @Option(names = "--on-fail", paramLabel = "ACTION", description = "What to do at a divergence: report (default), or repl: stop at the first, in the debugger before its instruction.")
    private String onFail = "report";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        check();
        List<Group> groups = new ArrayList<>();
        try {
            for (Path path : paths.isEmpty() ? List.of(ownSuite()) : paths) {
                if (!Files.exists(path)) {
                    throw UserError.unreadable("'" + path + "': no such file or folder", "");
                }
                groups.addAll(Suites.find(path));
            }
            if (groups.isEmpty()) {
                throw UserError.usage("no suite there", "name a folder with .MOO, .jsonl or .vec files");
            }
            return export != null ? export(groups) : agreement != null ? compare(groups) : run(groups);
        } catch (SuiteException damaged) {
            throw UserError.unreadable(damaged.getMessage(), "");
        } catch (FileSystemException unreadable) {
            throw UserError.unreadable("'" + unreadable.getFile() + "' cannot be read: " + reason(unreadable), "");
        }
    }

    private void check() {
        switch (onFail) {
            case "report" -> { }
            case "repl" -> {
                if (engine.equals("verify")) {
                    throw UserError.usage("'--on-fail repl' with '--engine verify': two machines cannot be debugged at once", "use --engine interp or jit");
                }
            }
            default -> throw UserError.usage("'--on-fail " + onFail + "': no such action", "possible: report, repl");
        }
        if (maxFailures < 1 || threads < 1) {
            throw UserError.usage("--max-failures and --threads want a number from 1 on", "");
        }
    }

    private int export(List<Group> groups) throws IOException {
        List<VectorImage> images = new ArrayList<>();
        for (Group group : groups) {
            if (group instanceof VectorGroup own) {
                images.addAll(own.images(name -> name.contains(filter)));
            }
        }
        if (images.isEmpty()) {
            throw nothingRan("only vectors of our own format (.vec) can be exported");
        }
        StringBuilder index = new StringBuilder();
        try {
            Files.createDirectories(export);
            for (VectorImage image : images) {
                Files.write(export.resolve(image.name() + ".elf"), image.file());
                Files.writeString(export.resolve(image.name() + ".asm"), image.source());
                index.append(image.index());
            }
            Files.writeString(export.resolve("vectors.tsv"), index);
        } catch (FileSystemException denied) {
            throw UserError.usage("'--export " + export + "': the folder cannot be written: " + reason(denied), "");
        }
        System.err.printf("exo86: %,d vectors, images: %d; they, their sources and vectors.tsv are in %s%n", index.chars().filter(c -> c == '\n').count(), images.size(), export);
        return ExitCode.OK;
    }

    private int compare(List<Group> groups) throws IOException {
        if (!Files.isDirectory(agreement)) {
            throw UserError.unreadable("'" + agreement + "': no such folder", "make one with --export, and run its images on the other machines first");
        }
        Agreement table = new Agreement(agreement);
        for (Group group : groups) {
            if (group instanceof VectorGroup own) {
                table.add(own);
            }
        }
        System.out.print(table.table());
        table.unexplained().forEach(System.err::println);
        return table.unexplained().isEmpty() ? ExitCode.OK : ExitCode.DIVERGED;
    }

    private int run(List<Group> groups) throws IOException {
        Subject subject = subject();
        ConformReport report = new ConformReport(json, groups.size());
        boolean debugs = onFail.equals("repl");
        Conformance conformance = new Conformance(name -> name.contains(filter), debugs ? 1 : maxFailures, subject);
        List<Tally> tallies = conformance.run(groups, threads, report::group, () -> report.progress(conformance.verdicts(), conformance.failures()));
        if (conformance.verdicts() == 0) {
            throw nothingRan("the suites hold no vectors");
        }
        boolean agrees = report.finish(tallies);
        for (int k = 0; debugs && k < tallies.size(); k++) {
            if (!tallies.get(k).failures().isEmpty()) {
                new VectorDebugger(groups.get(k), tallies.get(k).failures().getFirst().vector(), subject.engine(), json).run();
                break;
            }
        }
        return agrees ? ExitCode.OK : ExitCode.DIVERGED;
    }

    /** Nothing to do must not look like agreement. */
    private UserError nothingRan(String why) {
        return filter.isEmpty() ? UserError.usage(why, "") : UserError.usage("no vector's suite/group/name contains '" + filter + "'",
                "such names stand in the table and behind FAIL, like own/privilege/clts-cpl3");
    }

    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException file -> file.getFile() + " is a file";
            default -> failure.getReason() == null ? failure.getMessage() : failure.getReason();
        };
    }

    private Subject subject() {
        return switch (engine) {
            case "interp" -> Subject.INTERPRETER;
            case "jit" -> new Subject(Jit::eager, one -> ((Jit) one).statistics().compiled, false);
            case "verify" -> new Subject(Jit::eager, one -> ((Jit) one).statistics().compiled, true);
            default -> throw UserError.usage("'--engine " + engine + "': no such engine", "possible: interp, jit, verify");
        };
    }

    private static Path ownSuite() {
        Path suite = Launcher.home().resolve("tests/conformance/suite");
        if (!Files.isDirectory(suite)) {
            throw UserError.usage("no suite given, and our own is not in " + suite, "name a folder with .MOO, .jsonl or .vec files");
        }
        return suite;
    }
}

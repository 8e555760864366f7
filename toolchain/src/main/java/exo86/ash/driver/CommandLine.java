package exo86.ash.driver;

import exo86.ash.lsp.Server;
import exo86.ash.opt.Passes;
import exo86.ash.source.Renderer;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Dump;
import exo86.elf.ElfWriter;
import exo86.elf.ObjectFile;
import exo86.link.Linker;
import exo86.link.LinkOptions;
import exo86.link.LinkResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code check} and {@code build}; the other commands are classes of their own. Exit codes: 0 done, 1 errors in the program, 2 usage, 7 a file cannot be read or written. */
public final class CommandLine {
    static final String USAGE = """
            usage: ash check|build FILE.ash [options], or --root DIR --module NAME [options]
                   ash test, the same
                   ash fmt [--check] FILE|DIR…
                   ash doc FILE.ash…, or --root DIR [--module NAME]… [-o DIR]
                   ash lsp                 a language server on standard input and output
              FILE.ash             the module in that file, which looks for others beside it
              --root DIR           where modules are looked for; may be repeated
              --library-root DIR   the same, for modules that go to the library's sections
              --module NAME        the root module
              -o FILE              the program or object file (build; default: the module's name .elf)
              --layout LAYOUT      program (default), kernel, flat, or a file with a region a line:
                                   [name=]address[@physical][:pattern,…]
              --emit WHAT          ast, tree, ir, ir:PASS, asm, stack (how much each entry can take): printed instead of a program;
                                   obj: an object file instead of a program
              --stop-after PASS    the last pass of -O for each function, or lower: none
              --map FILE           say what went where
              --tests              with the tests
              --colour             messages in colour
              -O0                  code as the source says it (default)
              -O                   optimised code
              --no-checks          without run-time checks, with -O: for measuring what they cost
            """;
    private static final List<String> COMMANDS = List.of("check", "build", "test", "fmt", "doc", "lsp");
    private static final List<String> FLAGS = List.of("--root", "--library-root", "--module", "-o", "--layout", "--emit", "--stop-after", "--map", "--tests",
            "--colour", "-O0", "-O", "--no-checks");
    private static final List<String> EMITS = List.of("ast", "tree", "ir", "asm", "stack", "obj", "program");

    private static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private final PrintStream out;
    private final PrintStream err;
    private final List<Root> roots = new ArrayList<>();
    private boolean build;
    private String module = "";
    private String output = "";
    private String layout = "program";
    private String emit = "program";
    private String map = "";
    private boolean tests;
    private boolean colour;
    private Level level = Level.O0;
    private boolean checks = true;
    private String stopAfter = "";

    private CommandLine(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(out, err);
        String command = arguments.length == 0 ? "" : arguments[0];
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            out.print(switch (command) {
                case "fmt" -> FormatCommand.USAGE;
                case "doc" -> DocumentCommand.USAGE;
                default -> USAGE;
            });
            return 0;
        }
        if (command.equals("fmt")) {
            return new FormatCommand(System.in, out, err).run(List.of(arguments).subList(1, arguments.length));
        }
        if (command.equals("lsp")) {
            return Server.serve(System.in, System.out);
        }
        if (command.equals("doc")) {
            return new DocumentCommand(out, err).run(SourceFile.spelledOut(List.of(arguments).subList(1, arguments.length)));
        }
        try {
            line.read(SourceFile.spelledOut(List.of(arguments)).toArray(String[]::new));
            return line.run();
        } catch (UsageException e) {
            err.println("ash: error: " + e.getMessage());
            err.println("hint: ash --help lists the options");
            return 2;
        }
    }

    private void read(String[] arguments) throws UsageException {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (command.equals("test")) {
            throw new UsageException("test runs code, which the compiler alone cannot: `exo86 ash test` does");
        }
        if (!List.of("check", "build").contains(command)) {
            String spelling = Spelling.hint(command, COMMANDS).replace("`", "");
            throw new UsageException("expected check, build, test, fmt, doc or lsp" + (command.isEmpty() ? "" : ", found " + command)
                    + (spelling.isEmpty() ? "" : "; " + spelling));
        }
        build = arguments[0].equals("build");
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].startsWith("--") ? arguments[i].indexOf('=') : -1;
            String flag = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
            if (!FLAGS.contains(flag)) {
                if (!flag.startsWith("-")) {
                    throw new UsageException("unexpected " + flag + ", expected a file whose name ends in .ash, or the module's name behind --module and the folder of its file behind --root");
                }
                String hint = Spelling.hint(flag, FLAGS).replace("`", "");
                throw new UsageException("unknown option " + flag + (hint.isEmpty() ? "" : ", " + hint));
            }
            boolean takesValue = FLAGS.indexOf(flag) < FLAGS.indexOf("--tests");
            if (equals >= 0 ? !takesValue : takesValue && i + 1 == arguments.length) {
                throw new UsageException("option " + flag + (takesValue ? " without its value" : " takes no value"));
            }
            option(flag, equals >= 0 ? arguments[i].substring(equals + 1) : takesValue ? arguments[++i] : "");
        }
        if (module.isEmpty()) {
            throw new UsageException("expected a file, or --module and the root module's name");
        }
        if (!module.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*")) {
            throw new UsageException("--module " + module + " is not a module's name, expected one such as kernel.main");
        }
    }

    private void option(String flag, String value) throws UsageException {
        switch (flag) {
            case "--root" -> roots.add(Root.of(folder(value)));
            case "--library-root" -> roots.add(Root.library(folder(value)));
            case "--module" -> module = value;
            case "-o" -> output = value;
            case "--layout" -> layout = value;
            case "--map" -> map = value;
            case "--tests" -> tests = true;
            case "--colour" -> colour = true;
            case "--emit" -> {
                if (value.startsWith("ir:")) {
                    pass(flag + " " + value, value.substring(3));
                } else if (!EMITS.contains(value)) {
                    throw new UsageException("--emit " + value + ": expected one of " + String.join(", ", EMITS));
                }
                emit = value.startsWith("ir:") ? "ir" : value;
            }
            case "--stop-after" -> pass(flag + " " + value, value);
            case "-O0" -> level = Level.O0;
            case "-O" -> level = Level.O;
            default -> checks = false;
        }
    }

    private void pass(String option, String name) throws UsageException {
        if (!name.equals(Phases.BEFORE_ALL) && !Passes.names().contains(name)) {
            String hint = Spelling.hint(name, Passes.names()).replace("`", "");
            throw new UsageException(option + ": expected " + Phases.BEFORE_ALL + " or one of " + String.join(", ", Passes.names()) + (hint.isEmpty() ? "" : "; " + hint));
        }
        stopAfter = name;
    }

    private static Path folder(String value) throws UsageException {
        Path folder = Path.of(value);
        if (!Files.isDirectory(folder)) {
            throw new UsageException("source root " + value + " is not a folder");
        }
        return folder;
    }

    private int run() throws UsageException {
        Compiler compiler = new Compiler();
        Options options = new Options(roots, module, tests, level, checks, stopAfter);
        boolean representation = emit.equals("ir");
        Result result = emit.equals("ast") ? compiler.parse(options)
                : build && !emit.equals("tree") && !representation ? compiler.compile(options) : compiler.check(options);
        if (!result.ok()) {
            err.print(new Renderer(colour).render(result.diagnostics()));
            return result.unreadable() ? 7 : 1;
        }
        if (representation) {
            result.program().ifPresent(p -> out.print(Phases.representation(p, options)));
            return 0;
        }
        switch (emit) {
            case "ast" -> result.units().forEach(u -> out.print(Dump.of(u)));
            case "tree" -> result.program().ifPresent(p -> out.print(TreeDump.of(p)));
            case "asm" -> result.program().ifPresent(p -> out.print(Phases.listing(p, options)));
            case "stack" -> result.program().ifPresent(p -> out.print(Phases.stackBounds(p, options)));
            default -> {
                return result.object().isEmpty() ? 0 : write(result, result.object().get());
            }
        }
        return 0;
    }

    private int write(Result result, ObjectFile object) throws UsageException {
        if (emit.equals("obj")) {
            return write(output.isEmpty() ? module + ".o" : output, path -> ElfWriter.write(object, path));
        }
        Optional<String> entry = result.entry();
        if (entry.isEmpty()) {
            err.println("module " + module + ": error: the program has no @entry function, expected one");
            return 1;
        }
        Layouts.Chosen chosen = Layouts.choose(layout).orElseThrow(() -> new UsageException("--layout " + layout
                + ": expected program, kernel, flat or a readable file with a region a line"));
        String name = output.isEmpty() ? module + ".elf" : output;
        LinkOptions linking = LinkOptions.of(Path.of(name).getFileName().toString(), entry.get());
        if (chosen.physicalEntry()) {
            linking = linking.withPhysicalEntry();
        }
        return switch (Linker.link(List.of(object), chosen.layout(), linking)) {
            case LinkResult.Failed failed -> {
                err.println(failed.message());
                yield 1;
            }
            case LinkResult.Linked linked -> {
                int code = write(name, path -> ElfWriter.write(linked.program(), path));
                yield code == 0 && !map.isEmpty() ? write(map, path -> Files.writeString(path, linked.map().render())) : code;
            }
        };
    }

    /** Writes a file's content. */
    @FunctionalInterface
    private interface Content {
        void writeTo(Path path) throws IOException;
    }

    private int write(String file, Content content) {
        try {
            Path path = Path.of(file).toAbsolutePath();
            Files.createDirectories(path.getParent());
            content.writeTo(path);
            return 0;
        } catch (IOException e) {
            err.println(file + ": error: cannot be written: " + e.getMessage());
            return 7;
        }
    }
}

package exo86.asm;

import exo86.elf.ElfWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code exo86.asm.Main [-f bin|elf] [-o OUTPUT] SOURCE}: exit codes 0 done, 1 errors in the source, 2 wrong usage, 7 the source cannot be read. */
public final class Main {
    private static final int UNREADABLE = 7;
    private static final String USAGE = "usage: asm [-f bin|elf] [-o OUTPUT] SOURCE.asm";

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** Runs for a launcher; returns the exit code. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (List.of(arguments).contains("--help")) {
            out.println(USAGE);
            return 0;
        }
        return run(arguments, err);
    }

    static int run(String[] arguments, PrintStream err) {
        String format = "bin";
        Optional<String> output = Optional.empty();
        Optional<String> source = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("-f") || argument.equals("-o")) {
                if (i + 1 == arguments.length) {
                    return usage(err, "option " + argument + " needs a value");
                }
                String value = arguments[++i];
                if (argument.equals("-o")) {
                    output = Optional.of(value);
                } else if (value.equals("bin") || value.equals("elf") || value.equals("elf32")) {
                    format = value;
                } else {
                    return usage(err, "unknown format '" + value + "', expected bin or elf");
                }
            } else if (argument.startsWith("-")) {
                return usage(err, "unknown option " + argument);
            } else if (source.isPresent()) {
                return usage(err, "one source file at a time: " + source.get() + ", " + argument);
            } else {
                source = Optional.of(argument);
            }
        }
        if (source.isEmpty()) {
            return usage(err, "no source file");
        }
        boolean flat = format.equals("bin");
        try {
            Path path = Path.of(source.get());
            return assemble(path, output.map(Path::of).orElse(defaultOutput(path, flat)), flat, err);
        } catch (InvalidPathException e) {
            return usage(err, "not a file name: " + e.getInput());
        }
    }

    private static int assemble(Path source, Path output, boolean flat, PrintStream err) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(source))).toString();
        } catch (CharacterCodingException e) {
            err.println(source + ":1:1: error: not UTF-8 text");
            return UNREADABLE;
        } catch (IOException e) {
            err.println(source + ": error: cannot be read, expected an assembler source file");
            return UNREADABLE;
        }
        Path folder = Optional.ofNullable(source.getParent()).orElse(Path.of(""));
        Function<String, Optional<String>> includes = name -> include(folder, name);
        Assembly assembly = flat ? Assembler.flat(text, source.toString(), includes) : Assembler.object(text, source.toString(), includes);
        for (Diagnostic diagnostic : assembly.diagnostics()) {
            err.print(diagnostic.render());
        }
        if (assembly.failed()) {
            return 1;
        }
        try {
            Files.write(output, flat ? assembly.flat().orElseThrow() : ElfWriter.write(assembly.object().orElseThrow()));
        } catch (IOException e) {
            err.println(output + ": error: cannot be written");
            return 1;
        }
        return 0;
    }

    private static Optional<String> include(Path folder, String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name)));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Path defaultOutput(Path source, boolean flat) {
        String name = source.getFileName() == null ? "out" : source.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return source.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + (flat ? ".bin" : ".o"));
    }

    private static int usage(PrintStream err, String problem) {
        err.println("asm: error: " + problem);
        err.println("hint: " + USAGE);
        return 2;
    }
}

package exo86.link;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.ElfWriter;
import exo86.elf.ObjectFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The linker's command line. Exit codes: 0 linked, 1 errors in the objects or in writing, 2 usage, 7 an object cannot be read.
public final class Main {
    private static final int UNREADABLE = 7;
    private static final String USAGE = """
        usage: link [options] object.o...
          -o FILE            the program (a.elf)
          -e SYMBOL          where it starts (_start)
          --segment SPEC     [name=]address[@physical][:pattern,...]; asked in order; default 0x00400000
          --keep SYMBOL      stays although nothing refers to it; NAME* for all that begin so
          --keep-all         no section is removed
          --physical-entry   the entry address in the file is the physical one
          --map FILE         say what went where""";

    private Main() { }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /// Runs for a launcher; returns the exit code.
    public static int run(String[] arguments, PrintStream output, PrintStream errors) {
        if (List.of(arguments).contains("--help")) {
            output.println(USAGE);
            return 0;
        }
        return run(arguments, errors);
    }

    static int run(String[] arguments, PrintStream errors) {
        String output = "a.elf";
        String entry = "_start";
        String map = "";
        List<Layout.Region> regions = new ArrayList<>();
        List<String> keep = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        boolean removeUnused = true;
        boolean physicalEntry = false;
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            boolean takesValue = List.of("-o", "-e", "--segment", "--keep", "--map").contains(option);
            if (takesValue && i + 1 == arguments.length) {
                return usage(errors, "option " + option + " without its value");
            }
            String value = takesValue ? arguments[++i] : "";
            switch (option) {
                case "-o" -> output = value;
                case "-e" -> entry = value;
                case "--map" -> map = value;
                case "--keep" -> keep.add(value);
                case "--keep-all" -> removeUnused = false;
                case "--physical-entry" -> physicalEntry = true;
                case "--segment" -> {
                    try {
                        regions.add(Layout.parse(value));
                    } catch (IllegalArgumentException e) {
                        return usage(errors, e.getMessage());
                    }
                }
                default -> {
                    if (option.startsWith("-")) {
                        return usage(errors, "unknown option " + option);
                    }
                    inputs.add(option);
                }
            }
        }
        if (inputs.isEmpty()) {
            return usage(errors, "no object file, expected at least one");
        }
        Layout layout = regions.isEmpty() ? Layout.at(0x0040_0000) : new Layout(regions);
        LinkOptions options = new LinkOptions(output, entry, keep, removeUnused, physicalEntry, true);
        return link(inputs, layout, options, map, errors);
    }

    private static int link(List<String> inputs, Layout layout, LinkOptions options, String map, PrintStream errors) {
        List<ObjectFile> objects = new ArrayList<>();
        boolean failed = false;
        for (String input : inputs) {
            try {
                objects.add(ElfReader.readObject(input, Files.readAllBytes(Path.of(input))));
            } catch (NoSuchFileException e) {
                errors.println(input + ": error: no such file, expected an object file");
                failed = true;
            } catch (ElfException e) {
                errors.println(e.getMessage());
                failed = true;
            } catch (IOException e) {
                errors.println(input + ": error: cannot be read: " + e.getMessage());
                failed = true;
            }
        }
        if (failed) {
            return UNREADABLE;
        }
        switch (Linker.link(objects, layout, options)) {
            case LinkResult.Failed failure -> {
                errors.println(failure.message());
                return 1;
            }
            case LinkResult.Linked linked -> {
                try {
                    ElfWriter.write(linked.program(), Path.of(options.output()));
                    if (!map.isEmpty()) {
                        Files.writeString(Path.of(map), linked.map().render());
                    }
                    return 0;
                } catch (IOException e) {
                    errors.println(options.output() + ": error: cannot be written: " + e.getMessage());
                    return 1;
                }
            }
        }
    }

    private static int usage(PrintStream errors, String problem) {
        errors.println("link: error: " + problem);
        errors.println("hint: link --help lists the options");
        return 2;
    }
}

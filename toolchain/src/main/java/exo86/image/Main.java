package exo86.image;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The image builder's command line. Exit codes: 0 done, 1 a file does not fit or cannot be read, 2 usage, 7 the image is
/// not one of ours or is damaged.
public final class Main {
    private static final String USAGE = """
        usage: image build -o FILE [--manifest FILE] [KEY VALUE]...
               image ls FILE [PATH]
               image cat FILE PATH
               image extract FILE FOLDER
               image check FILE
        keys, on the command line with -- before them, or one a line in a manifest:
          size 16M          the disk's size (K, M, or bytes)
          boot FILE         boot code, at most 440 bytes
          loader FILE       what the boot code loads
          kernel FILE       an ELF executable
          module FILE       an ELF executable that the kernel is given
          command TEXT      the kernel's command line
          tree FOLDER       files for the root of the file system
          file PATH=FILE    one file
          dir PATH          an empty folder
        Paths in a manifest start from its folder; '#' begins a comment line.""";

    private Main() { }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /// Runs a command for the launcher or a test; returns the exit code.
    public static int run(String[] arguments, PrintStream output, PrintStream errors) {
        if (List.of(arguments).contains("--help")) {
            output.println(USAGE);
            return 0;
        }
        List<String> rest = arguments.length == 0 ? List.of() : Arrays.asList(arguments).subList(1, arguments.length);
        String command = arguments.length == 0 ? "" : arguments[0];
        try {
            if (command.equals("build")) {
                return build(rest, errors);
            }
            int least = command.equals("cat") || command.equals("extract") ? 2 : 1;
            int most = command.equals("check") ? 1 : 2;
            if (!List.of("ls", "cat", "extract", "check").contains(command)) {
                return usage(errors, command.isEmpty() ? "no command" : "unknown command " + command);
            }
            if (rest.size() < least || rest.size() > most) {
                return usage(errors, command + " takes " + least + (most > least ? " or " + most : "") + " arguments");
            }
            byte[] disk;
            try {
                disk = HostFiles.read(Path.of(rest.getFirst()));
            } catch (ImageException e) {
                errors.println(e.getMessage());
                return 7;
            }
            return inspect(command, DiskImage.open(rest.getFirst(), disk), rest.size() > 1 ? rest.get(1) : "/", output, errors);
        } catch (ImageException e) {
            errors.println(e.getMessage());
            return command.equals("build") ? 1 : 7;
        }
    }

    private static int inspect(String command, AshfsReader system, String argument, PrintStream output, PrintStream errors)
            throws ImageException {
        switch (command) {
            case "ls" -> list(system, argument, output);
            case "cat" -> output.writeBytes(system.content(system.lookup(argument)));
            case "extract" -> {
                if (system.tree("/") instanceof Node.Directory directory) {
                    HostFiles.extract(directory, Path.of(argument));
                }
            }
            default -> {
                List<String> problems = AshfsChecker.check(system);
                problems.forEach(problem -> errors.println(system.name + ": error: " + problem));
                if (problems.isEmpty()) {
                    output.println(system.name + ": no problems");
                }
                return problems.isEmpty() ? 0 : 7;
            }
        }
        return 0;
    }

    private static void list(AshfsReader system, String path, PrintStream output) throws ImageException {
        AshfsReader.Inode inode = system.lookup(path);
        if (!inode.directory()) {
            output.printf("%8d %s%n", inode.size(), path);
            return;
        }
        for (AshfsReader.Entry entry : system.entries(inode)) {
            AshfsReader.Inode child = system.inode(entry.inode());
            output.printf("%8d %s%s%n", child.size(), entry.name(), child.directory() ? "/" : "");
        }
    }

    private static int build(List<String> arguments, PrintStream errors) throws ImageException {
        String output = "";
        PlanBuilder plan = new PlanBuilder(Path.of(""));
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (i + 1 == arguments.size()) {
                return usage(errors, "option " + option + " without its value");
            }
            String value = arguments.get(i + 1);
            if (option.equals("-o")) {
                output = value;
            } else if (option.equals("--manifest")) {
                manifest(Path.of(value), plan);
            } else if (!option.startsWith("--") || !plan.set(option.substring(2), value)) {
                return usage(errors, "unknown option " + option);
            }
        }
        if (output.isEmpty()) {
            return usage(errors, "no -o FILE");
        }
        HostFiles.write(Path.of(output), DiskImage.build(plan.plan()));
        return 0;
    }

    private static void manifest(Path path, PlanBuilder plan) throws ImageException {
        List<String> lines;
        try {
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ImageException(path + ": error: cannot be read as UTF-8 text");
        }
        PlanBuilder relative = plan.in(path.toAbsolutePath().getParent());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split("\\s+", 2);
                if (!relative.set(parts[0], parts.length > 1 ? parts[1] : "")) {
                    throw new ImageException(path + ":" + (i + 1) + ":1: error: unknown key '" + parts[0]
                        + "', expected size, boot, loader, kernel, module, command, tree, file or dir");
                }
            }
        }
        plan.take(relative);
    }

    private static int usage(PrintStream errors, String problem) {
        errors.println("image: error: " + problem);
        errors.println("hint: image --help lists the commands");
        return 2;
    }
}

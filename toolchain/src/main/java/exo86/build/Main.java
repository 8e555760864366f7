package exo86.build;

import exo86.ash.driver.Level;
import exo86.ash.driver.Root;
import exo86.asm.Assembler;
import exo86.asm.Assembly;
import exo86.image.DiskImage;
import exo86.image.ImageException;
import exo86.image.Node;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code build --recipe FILE --kernel FILE --boot DIR --root DIR… --library-root DIR… --out DIR [-O0|-O]}: writes {@code image/unix.img},
 * {@code programs/NAME.elf} (with symbols) and {@code programs/server.elf} below the output folder. Exit codes: 0 done, 1 errors in the
 * programs, 2 usage, 7 a file cannot be read or written.
 */
public final class Main {
    private static final String USAGE = "usage: build --recipe FILE --kernel FILE --boot DIR --root DIR --library-root DIR --out DIR [-O0|-O]";

    private Path recipe = Path.of("");
    private Path kernel = Path.of("");
    private Path boot = Path.of("");
    private Path out = Path.of("");
    private Level level = Level.O0;
    private final List<Root> roots = new ArrayList<>();

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.err));
    }

    public static int run(String[] arguments, PrintStream err) {
        Main main = new Main();
        if (!main.read(arguments)) {
            err.println(USAGE);
            return 2;
        }
        try {
            main.build();
            return 0;
        } catch (Recipe.RecipeException | ImageException e) {
            err.println(e.getMessage());
            return 7;
        } catch (ProgramBuild.BuildException e) {
            err.println(e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println("build: error: " + e.getMessage() + ": cannot be read or written");
            return 7;
        }
    }

    private boolean read(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("-O") || arguments[i].equals("-O0")) {
                level = arguments[i].equals("-O") ? Level.O : Level.O0;
                continue;
            }
            if (i + 1 == arguments.length) {
                return false;
            }
            String option = arguments[i];
            Path value = Path.of(arguments[++i]);
            switch (option) {
                case "--recipe" -> recipe = value;
                case "--kernel" -> kernel = value;
                case "--boot" -> boot = value;
                case "--out" -> out = value;
                case "--root" -> roots.add(Root.of(value).shownAs(value.getFileName().toString()));
                case "--library-root" -> roots.add(Root.library(value).shownAs(value.getFileName().toString()));
                default -> {
                    return false;
                }
            }
        }
        return List.of(recipe, kernel, boot, out).stream().noneMatch(p -> p.toString().isEmpty()) && !roots.isEmpty();
    }

    private void build() throws Recipe.RecipeException, ProgramBuild.BuildException, ImageException, IOException {
        Recipe plan = Recipe.read(recipe);
        Path programs = Files.createDirectories(out.resolve("programs"));
        Path image = Files.createDirectories(out.resolve("image")).resolve("unix.img");
        ProgramBuild compiler = new ProgramBuild(roots, level);
        byte[] server = compiler.build(plan.server());
        Files.write(programs.resolve("server.elf"), server);
        Node.Directory files = Node.empty();
        for (String directory : plan.directories()) {
            files = Node.with(files, directory, Node.empty());
        }
        List<ProgramBuild.Outcome> built = plan.programs().parallelStream().map(program -> compiler.attempt(program.source())).toList();
        for (int i = 0; i < built.size(); i++) {
            Recipe.Entry program = plan.programs().get(i);
            byte[] elf = built.get(i).orThrow();
            Files.write(programs.resolve(program.path().substring(program.path().lastIndexOf('/') + 1) + ".elf"), elf);
            files = Node.with(files, program.path(), new Node.File(DiskImage.stripped(elf)));
        }
        for (Recipe.Entry file : plan.files()) {
            Path folder = recipe.toAbsolutePath().getParent();
            files = Node.with(files, file.path(), new Node.File(Files.readAllBytes(folder.resolve(file.source()))));
        }
        Files.write(image, DiskImage.build(new DiskImage.Plan(assembled("mbr.asm"), assembled("loader.asm"), Files.readAllBytes(kernel), server,
                "", plan.size(), DiskImage.Plan.DEFAULT_TIME, files)));
    }

    private byte[] assembled(String name) throws IOException, ProgramBuild.BuildException {
        Path file = boot.resolve(name);
        Assembly assembly = Assembler.flat(Files.readString(file), file.toString(), this::included);
        if (assembly.failed()) {
            throw new ProgramBuild.BuildException(assembly.diagnostics().stream().map(d -> d.render()).collect(Collectors.joining()));
        }
        return assembly.flat().orElseThrow();
    }

    private Optional<String> included(String name) {
        try {
            return Optional.of(Files.readString(boot.resolve(name), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

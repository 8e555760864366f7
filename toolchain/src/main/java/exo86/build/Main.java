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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code build --recipe FILE (--kernel FILE|--kernel-root DIR) --boot DIR --root DIR… --library-root DIR… --out DIR [-O0|-O]}: writes
 * {@code image/unix.img}, {@code programs/NAME.elf} (with symbols) and {@code programs/server.elf} below the output folder, and with
 * {@code --kernel-root} the kernel that it compiles too, {@code kernel/kernel.elf}. Exit codes: 0 done, 1 errors in the programs, 2 usage,
 * 7 a file cannot be read or written.
 */
public final class Main {
    private static final String USAGE = "usage: build --recipe FILE --kernel FILE|--kernel-root DIR --boot DIR --root DIR --library-root DIR --out DIR [-O0|-O]";

    private Path recipe = Path.of("");
    private Path kernel = Path.of("");
    private Path kernelRoot = Path.of("");
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
                case "--kernel-root" -> kernelRoot = value;
                case "--boot" -> boot = value;
                case "--out" -> out = value;
                case "--root" -> roots.add(Root.of(value).shownAs(value.getFileName().toString()));
                case "--library-root" -> roots.add(Root.library(value).shownAs(value.getFileName().toString()));
                default -> {
                    return false;
                }
            }
        }
        return Stream.of(recipe, boot, out).noneMatch(Main::isAbsent) && isAbsent(kernel) != isAbsent(kernelRoot) && !roots.isEmpty();
    }

    private static boolean isAbsent(Path path) {
        return path.toString().isEmpty();
    }

    private void build() throws Recipe.RecipeException, ProgramBuild.BuildException, ImageException, IOException {
        Recipe plan = Recipe.read(recipe);
        Path programs = Files.createDirectories(out.resolve("programs"));
        Path image = Files.createDirectories(out.resolve("image")).resolve("unix.img");
        ProgramBuild compiler = new ProgramBuild(roots, level);
        // The longest first, so that no processor waits for one at the end.
        List<Supplier<ProgramBuild.Outcome>> jobs = new ArrayList<>();
        byte[] given = isAbsent(kernel) ? new byte[0] : Files.readAllBytes(kernel);
        jobs.add(() -> isAbsent(kernel) ? compiler.kernel(Root.of(kernelRoot).shownAs(kernelRoot.getFileName().toString()), plan.kernel()) : ProgramBuild.Outcome.of(given));
        jobs.add(() -> compiler.program(plan.server()));
        plan.programs().forEach(program -> jobs.add(() -> compiler.program(program.source())));
        Node.Directory files = Node.empty();
        for (String directory : plan.directories()) {
            files = Node.with(files, directory, Node.empty());
        }
        List<ProgramBuild.Outcome> built = jobs.parallelStream().map(Supplier::get).toList();
        byte[] system = built.get(0).orThrow();
        byte[] server = built.get(1).orThrow();
        if (isAbsent(kernel)) {
            Files.write(Files.createDirectories(out.resolve("kernel")).resolve("kernel.elf"), system);
        }
        Files.write(programs.resolve("server.elf"), server);
        for (int i = 0; i < plan.programs().size(); i++) {
            Recipe.Entry program = plan.programs().get(i);
            byte[] elf = built.get(2 + i).orThrow();
            Files.write(programs.resolve(program.path().substring(program.path().lastIndexOf('/') + 1) + ".elf"), elf);
            files = Node.with(files, program.path(), new Node.File(DiskImage.stripped(elf)));
        }
        for (Recipe.Entry file : plan.files()) {
            Path folder = recipe.toAbsolutePath().getParent();
            files = Node.with(files, file.path(), new Node.File(Files.readAllBytes(folder.resolve(file.source()))));
        }
        Files.write(image, DiskImage.build(new DiskImage.Plan(assembled("mbr.asm"), assembled("loader.asm"), system, server,
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

package exo86.ash.lsp;

import exo86.ash.driver.Root;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The editor's texts, and where modules are: a file {@code a/b.ash} of module {@code a.b} shows where a source root is. */
final class Workspace {
    private static final Pattern MODULE = Pattern.compile("(?m)^\\s*(?:system\\s+)?module\\s+([A-Za-z_][A-Za-z0-9_.]*)");
    private static final Set<String> SKIPPED = Set.of("target", "node_modules");
    private static final int HEAD = 8192;
    private static final int MOST_FILES = 20_000;

    /** The texts of open files, by their places. */
    final Map<Path, String> texts = new ConcurrentHashMap<>();
    private final Set<Path> found = new LinkedHashSet<>();

    /** Looks for source roots below a folder. */
    void search(Path folder) throws IOException {
        int[] seen = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                return SKIPPED.contains(name) || name.startsWith(".") && !directory.equals(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".ash")) {
                    head(file).flatMap(Workspace::module).flatMap(module -> root(file, module)).ifPresent(found::add);
                }
                return ++seen[0] < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Optional<String> head(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(HEAD), java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** What a text says its module is. */
    static Optional<String> module(String text) {
        Matcher matcher = MODULE.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The folder below which a file has the place that its module asks for. */
    private static Optional<Path> root(Path file, String module) {
        Path place = Path.of(module.replace('.', '/') + ".ash");
        Path absolute = file.toAbsolutePath().normalize();
        if (!absolute.endsWith(place)) {
            return Optional.empty();
        }
        Path root = absolute;
        for (int i = 0; i < place.getNameCount(); i++) {
            root = root.getParent();
        }
        return Optional.ofNullable(root);
    }

    /** The roots for a file: its own first. Each is shown as its place, so that a diagnostic's file is a path. */
    List<Root> roots(Path file, String module) {
        Set<Path> roots = new LinkedHashSet<>();
        root(file, module).ifPresent(roots::add);
        roots.addAll(found);
        return roots.stream().map(Root::of).toList();
    }
}

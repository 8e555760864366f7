package exo86.ash.driver;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.source.SourceReader;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Parsed files by place. A file is read again when its time or size has changed. */
final class SourceCache {
    private static final String RESOURCES = "/exo86/ash/library/";
    private static final String RESOURCES_SHOWN = "ash/library/";

    /** A parsed file and what parsing had to say. */
    record Parsed(Unit unit, List<Diagnostics.Diagnostic> diagnostics) {
    }

    private record Key(Path file, String shown, long modified, long size) {
    }

    /** Text that stands for a file's own: an editor's. */
    private final Map<Path, String> shadows;
    private final Map<Key, Parsed> files = new ConcurrentHashMap<>();
    private final Map<String, Parsed> resources = new ConcurrentHashMap<>();

    SourceCache(Map<Path, String> shadows) {
        this.shadows = shadows;
    }

    Parsed file(Path file, String shown) throws SourceReader.Unreadable {
        String shadow = shadows.get(file.toAbsolutePath().normalize());
        if (shadow != null) {
            return parse(new SourceFile(shown, shadow));
        }
        Key key = key(file, shown);
        Parsed known = files.get(key);
        if (known == null) {
            known = parse(SourceReader.read(file, shown));
            files.put(key, known);
        }
        return known;
    }

    private static Key key(Path file, String shown) {
        try {
            return new Key(file.toAbsolutePath().normalize(), shown, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        } catch (IOException e) {
            return new Key(file, shown, 0, -1);
        }
    }

    /** A module that the compiler brings along. */
    Optional<Parsed> resource(String module) {
        Parsed known = resources.get(module);
        if (known != null) {
            return Optional.of(known);
        }
        String name = module.replace('.', '/') + ".ash";
        try (InputStream in = SourceCache.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                return Optional.empty();
            }
            Parsed parsed = parse(new SourceFile(RESOURCES_SHOWN + name, SourceReader.decode(in.readAllBytes(), name)));
            resources.put(module, parsed);
            return Optional.of(parsed);
        } catch (IOException | SourceReader.Unreadable e) {
            throw new IllegalStateException("the compiler's own module " + module + " is damaged", e);
        }
    }

    private static Parsed parse(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        Unit unit = Parser.parse(file, diagnostics);
        return new Parsed(unit, diagnostics.all());
    }
}

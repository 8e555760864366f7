package exo86.debug;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lines of source files, looked for as named, in the folders here, then under those that the user gave. */
final class SourceText {
    private static final long LARGEST = 10_000_000;

    private final List<Path> folders = new ArrayList<>(List.of(Path.of("")));
    private final Map<String, List<String>> read = new HashMap<>();

    SourceText() {
        try (Stream<Path> here = Files.list(Path.of(""))) {
            here.filter(Files::isDirectory).filter(folder -> !folder.toString().startsWith(".")).sorted().forEach(folders::add);
        } catch (IOException unreadable) {
            // then there are only the folders that the user gives
        }
    }

    void folder(Path folder) {
        folders.add(folder);
        read.clear();
    }


    /** Nothing if the file cannot be found. */
    List<String> lines(String file) {
        return read.computeIfAbsent(file, this::find);
    }

    /** The line with that number, without indentation, or empty. */
    String line(String file, int number) {
        List<String> lines = lines(file);
        return number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "";
    }

    private List<String> find(String file) {
        for (Path folder : folders) {
            try {
                Path path = folder.resolve(file);
                if (Files.isRegularFile(path) && Files.size(path) < LARGEST) {
                    return List.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\r?\n", -1));
                }
            } catch (IOException | InvalidPathException unreadable) {
                // looked for elsewhere
            }
        }
        return List.of();
    }
}

package exo86.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Trees from and to the host's folders, with I/O errors as messages.
final class HostFiles {
    private static final int DEPTH_LIMIT = 64;

    private HostFiles() { }

    static byte[] read(Path path) throws ImageException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new ImageException(path + ": error: no such file");
        } catch (IOException e) {
            throw new ImageException(path + ": error: cannot be read: " + e.getMessage());
        }
    }

    static void write(Path path, byte[] bytes) throws ImageException {
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new ImageException(path + ": error: cannot be written: " + e.getMessage());
        }
    }

    static Node.Directory tree(Path folder) throws ImageException {
        return tree(folder, 0);
    }

    private static Node.Directory tree(Path folder, int depth) throws ImageException {
        if (!Files.isDirectory(folder) || depth > DEPTH_LIMIT) {
            throw new ImageException(folder + ": error: " + (depth > DEPTH_LIMIT ? "folders nested too deep" : "no such folder"));
        }
        List<Path> paths = new ArrayList<>();
        try (var listing = Files.newDirectoryStream(folder)) {
            listing.forEach(paths::add);
        } catch (IOException e) {
            throw new ImageException(folder + ": error: cannot be listed: " + e.getMessage());
        }
        TreeMap<String, Node> entries = new TreeMap<>();
        for (Path path : paths) {
            entries.put(path.getFileName().toString(), Files.isDirectory(path) ? tree(path, depth + 1) : new Node.File(read(path)));
        }
        return new Node.Directory(entries);
    }

    /// Writes a tree below a folder. Names that would lead out of it are refused.
    static void extract(Node.Directory tree, Path folder) throws ImageException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ImageException(folder + ": error: cannot be made: " + e.getMessage());
        }
        for (Map.Entry<String, Node> entry : tree.entries().entrySet()) {
            String name = entry.getKey();
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                throw new ImageException("error: the image holds a file named '" + name + "', expected a name that is safe here");
            }
            switch (entry.getValue()) {
                case Node.File(byte[] content) -> write(folder.resolve(name), content);
                case Node.Directory inner -> extract(inner, folder.resolve(name));
            }
        }
    }
}

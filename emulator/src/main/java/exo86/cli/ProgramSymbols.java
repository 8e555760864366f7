package exo86.cli;

import exo86.debug.SymbolFile;
import exo86.elf.ElfException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs whose symbols a debugger should know: named files, and those that were built with the built-in disk. */
final class ProgramSymbols {
    private static final List<String> FOLDERS = List.of("/exo86/kernel", "/exo86/programs");

    private ProgramSymbols() { }

    /** The symbols of a file that the user named. */
    static SymbolFile named(Path file) {
        try {
            return SymbolFile.read(file.toString(), DiskImages.bytes(file));
        } catch (ElfException bad) {
            throw UserError.unreadable(bad.getMessage(), "symbols are read from ELF programs for i386");
        }
    }

    /** The symbols of a kernel, none if it is no ELF program: it runs all the same. */
    static List<SymbolFile> of(Optional<Path> kernel) {
        try {
            return kernel.isEmpty() ? List.of() : List.of(SymbolFile.read(kernel.get().toString(), DiskImages.bytes(kernel.get())));
        } catch (ElfException noSymbols) {
            System.err.println("exo86: note: no symbols: " + noSymbols.getMessage());
            return List.of();
        }
    }

    /** The kernel and programs of the built-in disk, as far as they are on the class path. */
    static List<SymbolFile> builtIn() {
        List<SymbolFile> found = new ArrayList<>();
        for (String folder : FOLDERS) {
            URL url = ProgramSymbols.class.getResource(folder);
            if (url != null) {
                try {
                    read(url.toURI(), found);
                } catch (IOException | URISyntaxException | ElfException unreadable) {
                    System.err.println("exo86: note: symbols of the built-in programs cannot be read: " + unreadable.getMessage());
                }
            }
        }
        return found;
    }

    private static void read(URI folder, List<SymbolFile> found) throws IOException, ElfException {
        if (!folder.getScheme().equals("jar")) {
            read(Path.of(folder), found);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
            String text = folder.toString();
            read(jar.getPath(text.substring(text.indexOf('!') + 1)), found);
        }
    }

    private static void read(Path folder, List<SymbolFile> found) throws IOException, ElfException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".elf")).sorted().toList();
        }
        for (Path file : files) {
            found.add(SymbolFile.read(file.getFileName().toString(), Files.readAllBytes(file)));
        }
    }
}

package exo86.build;

import exo86.image.DiskImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is built and what the disk holds, a line each: {@code kernel MODULE}, {@code server MODULE}, {@code program PATH MODULE}, {@code file PATH HOSTFILE},
 * {@code directory PATH}, {@code size MIB}. Empty lines and {@code #} are skipped. Host files are named from the recipe's folder.
 *
 * @param kernel the root module of the kernel
 * @param server the root module of the first environment's program
 */
record Recipe(String kernel, String server, List<Entry> programs, List<Entry> files, List<String> directories, long size) {
    /** Something at a path of the disk, made from a module or a host file. */
    record Entry(String path, String source) {
    }

    /** A recipe that cannot be followed; the message is for the user. */
    static final class RecipeException extends Exception {
        private static final long serialVersionUID = 1;

        RecipeException(String message) {
            super(message);
        }
    }

    static Recipe read(Path file) throws RecipeException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new RecipeException(file + ": error: cannot be read, expected a recipe of UTF-8 text");
        }
        String kernel = "";
        String server = "";
        List<Entry> programs = new ArrayList<>();
        List<Entry> files = new ArrayList<>();
        List<String> directories = new ArrayList<>();
        long size = DiskImage.Plan.DEFAULT_SIZE;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            String[] words = line.split("\\s+");
            String form = words[0] + " " + (words.length - 1);
            switch (form) {
                case "kernel 1" -> kernel = words[1];
                case "server 1" -> server = words[1];
                case "program 2" -> programs.add(new Entry(words[1], words[2]));
                case "file 2" -> files.add(new Entry(words[1], words[2]));
                case "directory 1" -> directories.add(words[1]);
                case "size 1" -> size = mebibytes(words[1], file, i + 1);
                default -> throw new RecipeException(file + ":" + (i + 1) + ":1: error: `" + line
                        + "`, expected kernel MODULE, server MODULE, program PATH MODULE, file PATH HOSTFILE, directory PATH or size MIB");
            }
        }
        if (kernel.isEmpty()) {
            throw new RecipeException(file + ": error: no kernel line, expected the kernel's root module");
        }
        if (server.isEmpty()) {
            throw new RecipeException(file + ": error: no server line, expected the module of the first environment");
        }
        return new Recipe(kernel, server, programs, files, directories, size);
    }

    private static long mebibytes(String word, Path file, int line) throws RecipeException {
        if (!word.matches("[1-9][0-9]{0,3}")) {
            throw new RecipeException(file + ":" + line + ":6: error: size `" + word + "`, expected a number of MiB");
        }
        return Long.parseLong(word) << 20;
    }
}

package exo86.ash.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file on a command line stands for the module that is in it and the folder where it is: for whoever tries something in a single file. */
public final class SourceFile {
    private static final String SUFFIX = ".ash";
    /** Options without a value: what follows is no value either. */
    private static final List<String> PLAIN = List.of("--tests", "--colour", "-O0", "-O", "--no-checks");

    private SourceFile() {
    }

    /** {@code words}, in which each {@code FOLDER/NAME.ash} that is a file has become {@code --root FOLDER --module NAME}. */
    public static List<String> spelledOut(List<String> words) {
        List<String> result = new ArrayList<>();
        String before = "";
        for (String word : words) {
            boolean value = before.startsWith("-") && !before.contains("=") && !PLAIN.contains(before);
            if (!value && word.endsWith(SUFFIX) && !word.startsWith("-") && Files.isRegularFile(Path.of(word))) {
                Path file = Path.of(word);
                Path folder = file.getParent() == null ? Path.of(".") : file.getParent();
                String name = file.getFileName().toString();
                result.addAll(List.of("--root", folder.toString(), "--module", name.substring(0, name.length() - SUFFIX.length())));
            } else {
                result.add(word);
            }
            before = word;
        }
        return result;
    }
}

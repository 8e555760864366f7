package exo86.conform;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the groups in files and folders, by what the files are called: {@code *.MOO}, {@code *.jsonl}, {@code *.vec}, with or without {@code .gz}. */
public final class Suites {
    private static final Pattern FORM = Pattern.compile("\"f\":\"([^\"]*)\"");

    private Suites() { }

    /** The groups of a file or of everything below a folder, in the order of the file names. */
    public static List<Group> find(Path path) throws IOException {
        List<Group> groups = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            if (!add(path, groups)) {
                throw new SuiteException(path + ": not a suite, expected a name that ends in .MOO, .jsonl or .vec (.gz may follow)");
            }
            return groups;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(path)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            add(file, groups);
        }
        return groups;
    }

    private static boolean add(Path file, List<Group> groups) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.gz$", "");
        if (name.endsWith(".MOO")) {
            String opcode = name.substring(0, name.length() - 4);
            groups.add(new MooGroup(file, opcode, flagsMask(file.resolveSibling("metadata.json"), opcode)));
        } else if (name.endsWith(".jsonl")) {
            byForm(file, groups);
        } else if (name.endsWith(".vec")) {
            groups.add(new VectorGroup(file));
        } else {
            return false;
        }
        return true;
    }

    /** The flags that the instruction defines, from the description beside the captures. */
    private static int flagsMask(Path description, String opcode) throws IOException {
        if (!Files.exists(description)) {
            return 0xFFFF;
        }
        try {
            JsonObject entry = JsonParser.parseString(Files.readString(description)).getAsJsonObject().getAsJsonObject("opcodes");
            for (String part : opcode.split("\\.")) {
                entry = entry.has(part) ? entry.getAsJsonObject(part) : entry.getAsJsonObject("reg").getAsJsonObject(part);
            }
            return entry.has("flags-mask") ? entry.get("flags-mask").getAsInt() : 0xFFFF;
        } catch (JsonParseException | IllegalStateException | NullPointerException damaged) {
            throw new SuiteException(description + ": does not describe opcode " + opcode + ", expected opcodes.<byte>[.reg.<digit>]");
        }
    }

    private static void byForm(Path file, List<Group> groups) throws IOException {
        Map<String, List<String>> forms = new LinkedHashMap<>();
        String text = new String(DataFile.content(file), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            Matcher form = FORM.matcher(line);
            if (!form.find()) {
                throw new SuiteException(file + ": a line without a form, expected {\"f\":\"name\",…}");
            }
            forms.computeIfAbsent(form.group(1), key -> new ArrayList<>()).add(line);
        }
        if (forms.isEmpty()) {
            throw new SuiteException(file + ": no vector in it, expected lines like {\"f\":\"name\",…}");
        }
        forms.forEach((form, lines) -> groups.add(new NativeGroup(file.toString(), form, lines)));
    }
}

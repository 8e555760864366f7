package exo86.ash.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import exo86.ash.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server driven over pipes as an editor does it. */
final class ServerTests {
    private static final String SHAPES = """
        /// Shapes.
        module geometry.shapes

        /// A corner.
        pub struct Point { x: i32, y: i32 }

        pub enum Kind: u8 { round, square }

        /// Its distance from nowhere, roughly.
        pub fn Point.far(self: *Point) i32 {
            return self.x + self.y
        }

        pub fn make(x: i32) Point { return Point{ x, y: SHIFT } }

        pub const SHIFT: i32 = 3
        """;
    private static final String MAIN = """
        module main

        use geometry.shapes

        var count: u64 = 0

        fn use_it(k: shapes.Kind) i32 {
            let corner = shapes.make(4)
            count += 1
            match k {
                round => return corner.far()
                square => return corner.x
            }
        }
        """;

    @TempDir
    Path folder;

    private Path shapes;
    private Path main;
    private Editor editor;

    @BeforeEach
    void start() throws Exception {
        shapes = folder.resolve("lib/geometry/shapes.ash");
        main = folder.resolve("app/main.ash");
        Files.createDirectories(shapes.getParent());
        Files.createDirectories(main.getParent());
        Files.writeString(shapes, SHAPES);
        Files.writeString(main, MAIN);
        editor = new Editor();
        JsonObject answer = editor.ask("initialize", "{\"capabilities\":{},\"workspaceFolders\":[{\"name\":\"w\",\"uri\":\"" + folder.toUri() + "\"}]}")
                .getAsJsonObject();
        assertTrue(answer.getAsJsonObject("capabilities").get("hoverProvider").getAsBoolean());
        editor.tell("initialized", "{}");
        editor.open(shapes, SHAPES);
        assertEquals(0, editor.diagnostics(shapes).size());
        editor.open(main, MAIN);
        assertEquals(new JsonArray(), editor.diagnostics(main));
    }

    @AfterEach
    void stop() throws Exception {
        editor.ask("shutdown", "null");
        editor.close();
        assertEquals(0, editor.end.get(120, TimeUnit.SECONDS));
    }

    private String hover(Path file, String text, String marked) throws Exception {
        JsonElement answer = editor.ask("textDocument/hover", Editor.at(file, text, marked, ""));
        return answer == null || answer.isJsonNull() ? "" : answer.getAsJsonObject().getAsJsonObject("contents").get("value").getAsString();
    }

    @Test
    void hoverShowsTypeAndSize() throws Exception {
        assertEquals("```ash\ncorner: Point\n```\n\n8 bytes, aligned to 4\n", hover(main, MAIN, "return corn|er.far"));
        assertEquals("```ash\nvar count: u64\n```\n\n8 bytes, aligned to 4\n", hover(main, MAIN, "cou|nt += 1"));
        assertEquals("```ash\nfn Point.far(self: *Point) i32\n```\n\nIts distance from nowhere, roughly.\n", hover(main, MAIN, "corner.f|ar()"));
        assertEquals("```ash\nx: i32 @0\n```\n\n4 bytes, aligned to 4\n", hover(main, MAIN, "corner.|x"));
        assertTrue(hover(main, MAIN, "shapes.Ki|nd").contains("1 byte, aligned to 1"));
        assertEquals("```ash\nconst SHIFT: i32 = 3\n```\n\n4 bytes, aligned to 4\n", hover(shapes, SHAPES, "y: SH|IFT"));
        assertEquals("```ash\nround = 0\n```\n", hover(main, MAIN, "rou|nd =>"));
        assertEquals("", hover(main, MAIN, "mat|ch k"));
    }

    private List<String> places(JsonElement locations) {
        List<String> places = new ArrayList<>();
        locations.getAsJsonArray().forEach(l -> {
            JsonObject start = l.getAsJsonObject().getAsJsonObject("range").getAsJsonObject("start");
            places.add(Path.of(java.net.URI.create(l.getAsJsonObject().get("uri").getAsString())).getFileName() + ":" + (start.get("line").getAsInt() + 1) + ":"
                    + (start.get("character").getAsInt() + 1));
        });
        places.sort(Comparator.naturalOrder());
        return places;
    }

    private List<String> definition(String marked) throws Exception {
        return places(editor.ask("textDocument/definition", Editor.at(main, MAIN, marked, "")));
    }

    @Test
    void definitionsAreFound() throws Exception {
        assertEquals(List.of("shapes.ash:14:8"), definition("shapes.ma|ke(4)"));
        assertEquals(List.of("shapes.ash:10:14"), definition("corner.f|ar()"));
        assertEquals(List.of("main.ash:8:9"), definition("return corn|er.x"));
        assertEquals(List.of("shapes.ash:7:21"), definition("rou|nd =>"));
        assertEquals(List.of("shapes.ash:5:20"), definition("corner.|x"));
        assertEquals(List.of("shapes.ash:2:8"), definition("let corner = sha|pes"));
        assertEquals(List.of(), definition("mat|ch k"));
    }

    @Test
    void referencesAreOfAllOpenPrograms() throws Exception {
        assertEquals(List.of("main.ash:12:33", "shapes.ash:11:17", "shapes.ash:14:43", "shapes.ash:5:20"),
                places(editor.ask("textDocument/references", Editor.at(main, MAIN, "corner.|x", ",\"context\":{\"includeDeclaration\":true}"))));
    }

    /** The text of a file after the edits of a rename. */
    private String renamed(Path file, String text, JsonElement answer) {
        JsonArray edits = answer.getAsJsonObject().getAsJsonObject("changes").getAsJsonArray(file.toUri().toString());
        List<JsonObject> sorted = new ArrayList<>();
        edits.forEach(e -> sorted.add(e.getAsJsonObject()));
        sorted.sort(Comparator.comparing((JsonObject e) -> offset(text, e, "start")).reversed());
        StringBuilder result = new StringBuilder(text);
        sorted.forEach(e -> result.replace(offset(text, e, "start"), offset(text, e, "end"), e.get("newText").getAsString()));
        return result.toString();
    }

    private static int offset(String text, JsonObject edit, String end) {
        JsonObject position = edit.getAsJsonObject("range").getAsJsonObject(end);
        int at = 0;
        for (int line = position.get("line").getAsInt(); line > 0; line--) {
            at = text.indexOf('\n', at) + 1;
        }
        return at + position.get("character").getAsInt();
    }

    @Test
    void renamingAFieldKeepsTheProgramRight() throws Exception {
        JsonElement answer = editor.ask("textDocument/rename", Editor.at(main, MAIN, "corner.|x", ",\"newName\":\"across\""));
        String newShapes = renamed(shapes, SHAPES, answer);
        String newMain = renamed(main, MAIN, answer);
        assertTrue(newShapes.contains("Point{ across: x, y: SHIFT }") && newShapes.contains("{ across: i32, y: i32 }"), newShapes);
        assertTrue(newMain.contains("return corner.across"), newMain);
        editor.change(shapes, newShapes);
        assertEquals(0, editor.diagnostics(shapes).size());
        editor.change(main, newMain);
        assertEquals(0, editor.diagnostics(main).size());
    }

    @Test
    void renamingALocalOfAShorthandNamesTheField() throws Exception {
        String text = renamed(shapes, SHAPES, editor.ask("textDocument/rename", Editor.at(shapes, SHAPES, "make(|x: i32)", ",\"newName\":\"left\"")));
        assertTrue(text.contains("make(left: i32)") && text.contains("Point{ x: left, y: SHIFT }"), text);
    }

    @Test
    void namesThatCannotBeAreRefused() throws Exception {
        for (String name : List.of("match", "u32", "two words", "")) {
            JsonObject answer = editor.ask("textDocument/rename", Editor.at(main, MAIN, "corner.|x", ",\"newName\":\"" + name + "\"")).getAsJsonObject();
            assertTrue(answer.getAsJsonObject("error").get("message").getAsString().contains("cannot be a name"), answer.toString());
        }
    }

    private List<String> completion(Path file, String text, String marked) throws Exception {
        List<String> labels = new ArrayList<>();
        editor.ask("textDocument/completion", Editor.at(file, text, marked, "")).getAsJsonArray()
                .forEach(i -> labels.add(i.getAsJsonObject().get("label").getAsString()));
        return labels;
    }

    @Test
    void completionKnowsMembersModulesAndLocals() throws Exception {
        String typed = MAIN.replace("count += 1", "count += corner.\n    let z = shapes.\n    let w = ");
        editor.change(main, typed);
        assertTrue(editor.diagnostics(main).size() > 0);
        assertEquals(List.of("x", "y", "far"), completion(main, typed, "+= corner.|"));
        assertEquals(List.of("Point", "Kind", "make", "SHIFT"), completion(main, typed, "let z = shapes.|"));
        List<String> all = completion(main, typed, "let w = |");
        assertTrue(all.containsAll(List.of("corner", "k", "count", "use_it", "shapes", "match", "u32")), all.toString());
        assertFalse(all.contains("far"));
    }

    @Test
    void diagnosticsFollowTheText() throws Exception {
        editor.change(main, MAIN.replace("corner.x", "corner.z"));
        JsonArray wrong = editor.diagnostics(main);
        assertEquals(1, wrong.size());
        JsonObject only = wrong.get(0).getAsJsonObject();
        assertTrue(only.get("message").getAsString().contains("`z`"), only.toString());
        assertEquals(11, only.getAsJsonObject("range").getAsJsonObject("start").get("line").getAsInt());
        editor.change(main, MAIN);
        assertEquals(0, editor.diagnostics(main).size());
    }

    @Test
    void formattingIsTheFormatters() throws Exception {
        editor.change(main, MAIN.replace("count += 1", "count+=1"));
        JsonArray edits = editor.ask("textDocument/formatting", "{\"textDocument\":{\"uri\":\"" + main.toUri()
                + "\"},\"options\":{\"tabSize\":4,\"insertSpaces\":true}}").getAsJsonArray();
        assertEquals(MAIN, edits.get(0).getAsJsonObject().get("newText").getAsString());
    }

    /** An editor may keep its end of the pipes open. */
    @Test
    void exitEndsTheServer() throws Exception {
        try (Editor other = new Editor()) {
            other.ask("initialize", "{\"capabilities\":{}}");
            other.ask("shutdown", "null");
            other.tell("exit", "null");
            assertEquals(0, other.end.get(120, TimeUnit.SECONDS));
        }
    }

    /** The whole kernel, as an editor opens it: no error, and a name of another root is found. */
    @Test
    void theKernelOpens() throws Exception {
        Path root = TestFiles.project().toAbsolutePath().normalize();
        Path file = root.resolve("exokernel/kernel/paging.ash");
        Path opened = root.resolve("exokernel");
        try (Editor other = new Editor()) {
            other.ask("initialize", "{\"capabilities\":{},\"workspaceFolders\":[{\"name\":\"w\",\"uri\":\"" + opened.toUri() + "\"}]}");
            other.open(file, Files.readString(file));
            assertEquals(new JsonArray(), other.diagnostics(file));
        }
    }
}

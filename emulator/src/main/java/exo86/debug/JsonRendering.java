package exo86.debug;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.util.List;
import java.util.Locale;

/**
 * Answers as one line of JSON each. {@code schema} is {@code exo86/1}, {@code answer} the kind of answer in lower case; the other members are those of
 * the record. Addresses are strings {@code "0x…"}, rows of tables are objects, what is absent is left out.
 */
public final class JsonRendering {
    private static final String SCHEMA = "exo86/1";
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping()
            .registerTypeAdapter(Address.class, (JsonSerializer<Address>) (address, type, context) -> new JsonPrimitive(address.toString()))
            .registerTypeAdapter(Answer.Table.class, (JsonSerializer<Answer.Table>) (table, type, context) -> table(table))
            .registerTypeAdapter(Answer.Walk.class, (JsonSerializer<Answer.Walk>) (walk, type, context) -> walk(walk)).create();

    private JsonRendering() { }

    /** The answer to {@code command} as one line. */
    public static String of(String command, Answer answer) {
        JsonObject line = new JsonObject();
        line.addProperty("schema", SCHEMA);
        line.addProperty("command", command);
        line.addProperty("answer", answer.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        GSON.toJsonTree(answer, answer.getClass()).getAsJsonObject().entrySet().forEach(e -> line.add(e.getKey(), e.getValue()));
        return GSON.toJson(line);
    }

    /** What the guest sent to its serial port meanwhile. */
    public static String console(String text) {
        JsonObject line = new JsonObject();
        line.addProperty("schema", SCHEMA);
        line.addProperty("answer", "console");
        line.addProperty("text", text);
        return GSON.toJson(line);
    }

    private static JsonElement value(Object value) {
        return value instanceof Number number ? new JsonPrimitive(number) : value instanceof Boolean is ? new JsonPrimitive(is) : new JsonPrimitive(value.toString());
    }

    private static JsonElement table(Answer.Table table) {
        JsonArray rows = new JsonArray();
        for (List<Object> row : table.rows()) {
            JsonObject object = new JsonObject();
            for (int i = 0; i < row.size(); i++) {
                object.add(table.columns().get(i), value(row.get(i)));
            }
            rows.add(object);
        }
        JsonObject object = new JsonObject();
        object.addProperty("name", table.name());
        object.add("rows", rows);
        object.addProperty("total", table.total());
        object.addProperty("note", table.note());
        return object;
    }

    private static JsonElement walk(Answer.Walk walk) {
        JsonObject object = new JsonObject();
        object.add("linear", value(walk.linear()));
        object.add("directory", value(walk.directory()));
        object.add("entries", GSON.toJsonTree(walk.entries()));
        walk.physical().ifPresent(physical -> object.add("physical", value(physical)));
        object.addProperty("verdict", walk.verdict());
        object.add("permissions", GSON.toJsonTree(walk.permissions()));
        object.addProperty("tlb", walk.tlb());
        return object;
    }
}

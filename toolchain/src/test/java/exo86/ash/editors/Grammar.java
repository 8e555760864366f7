package exo86.ash.editors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Applies a TextMate grammar as editors do: line by line, the leftmost match first, of several there the one that stands first. */
final class Grammar {
    private record Rule(JsonObject json, String name, Optional<Pattern> match, Optional<Pattern> end, List<JsonObject> inner) {
    }

    private final JsonObject repository;
    private final List<JsonObject> top;
    private final Map<List<JsonObject>, List<Rule>> known = new IdentityHashMap<>();

    Grammar(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        repository = json.getAsJsonObject("repository");
        top = objects(json.getAsJsonArray("patterns"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonElement element : array == null ? new JsonArray() : array) {
            objects.add(element.getAsJsonObject());
        }
        return objects;
    }

    private List<Rule> rules(List<JsonObject> patterns) {
        List<Rule> rules = new ArrayList<>();
        for (JsonObject pattern : patterns) {
            if (pattern.has("include")) {
                rules.addAll(rules(List.of(repository.getAsJsonObject(pattern.get("include").getAsString().substring(1)))));
            } else if (pattern.has("match") || pattern.has("begin")) {
                String name = pattern.has("name") ? pattern.get("name").getAsString() : "";
                Optional<Pattern> end = pattern.has("end") ? Optional.of(Pattern.compile(pattern.get("end").getAsString())) : Optional.empty();
                rules.add(new Rule(pattern, name, Optional.of(Pattern.compile(pattern.get(pattern.has("match") ? "match" : "begin").getAsString())), end,
                        objects(pattern.getAsJsonArray("patterns"))));
            } else {
                rules.addAll(rules(objects(pattern.getAsJsonArray("patterns"))));
            }
        }
        return rules;
    }

    /** The innermost scope of every character, empty where there is none. */
    String[] scopes(String text) {
        String[] scopes = new String[text.length()];
        Deque<Rule> stack = new ArrayDeque<>();
        int start = 0;
        for (String line : text.split("(?<=\n)")) {
            line(line.replaceAll("\n$", ""), start, scopes, stack);
            start += line.length();
        }
        return scopes;
    }

    private void line(String line, int start, String[] scopes, Deque<Rule> stack) {
        int at = 0;
        while (at <= line.length()) {
            Rule in = stack.peek();
            Optional<Matcher> best = Optional.empty();
            Optional<Rule> chosen = Optional.empty();
            if (in != null) {
                best = find(in.end().orElseThrow(), line, at);
            }
            for (Rule rule : known.computeIfAbsent(in == null ? top : in.inner(), this::rules)) {
                Optional<Matcher> found = find(rule.match().orElseThrow(), line, at);
                if (found.isPresent() && (best.isEmpty() || found.get().start() < best.get().start())) {
                    best = found;
                    chosen = Optional.of(rule);
                }
            }
            if (best.isEmpty()) {
                fill(scopes, start + at, start + line.length(), in == null ? "" : in.name());
                return;
            }
            int from = best.get().start();
            int to = best.get().end();
            fill(scopes, start + at, start + from, in == null ? "" : in.name());
            if (chosen.isEmpty()) {
                fill(scopes, start + from, start + to, in.name());
                stack.pop();
            } else {
                Rule rule = chosen.get();
                String captured = rule.json().has("beginCaptures")
                        ? rule.json().getAsJsonObject("beginCaptures").getAsJsonObject("0").get("name").getAsString() : rule.name();
                fill(scopes, start + from, start + to, captured);
                if (rule.end().isPresent()) {
                    stack.push(rule);
                } else if (to == from) {
                    throw new IllegalStateException("an empty match of " + rule.json());
                }
            }
            if (to == line.length() && from == to) {
                return;
            }
            at = to;
        }
    }

    private static Optional<Matcher> find(Pattern pattern, String line, int at) {
        Matcher matcher = pattern.matcher(line).useTransparentBounds(true).useAnchoringBounds(false).region(at, line.length());
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    private static void fill(String[] scopes, int from, int to, String scope) {
        for (int i = from; i < to; i++) {
            scopes[i] = scope;
        }
    }
}

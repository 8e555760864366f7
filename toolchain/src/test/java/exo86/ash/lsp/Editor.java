package exo86.ash.lsp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An editor's end of two pipes to a server: JSON-RPC as bytes, written and read without the server's library. */
final class Editor implements AutoCloseable {
    private static final int PATIENCE = 120;

    private final OutputStream out;
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> end = new CompletableFuture<>();
    private int asked;

    Editor() throws IOException {
        PipedOutputStream toServer = new PipedOutputStream();
        PipedInputStream fromEditor = new PipedInputStream(toServer, 1 << 20);
        PipedOutputStream toEditor = new PipedOutputStream();
        PipedInputStream fromServer = new PipedInputStream(toEditor, 1 << 20);
        out = toServer;
        Thread.ofPlatform().daemon().start(() -> end.complete(Server.serve(fromEditor, toEditor)));
        Thread.ofPlatform().daemon().start(() -> read(new DataInputStream(fromServer)));
    }

    private void read(DataInputStream in) {
        try {
            while (true) {
                int length = 0;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(line.substring(16));
                    }
                }
                byte[] body = new byte[length];
                in.readFully(body);
                messages.add(JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject());
            }
        } catch (IOException closed) {
            // The end of the pipe may be seen here before the server says how it ended; who waits for a message has patience enough.
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void send(String message) throws IOException {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    void tell(String method, String parameters) throws IOException {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
    }

    /** The answer: its result, or its error under the name {@code error}. Messages that come before it are dropped. */
    JsonElement ask(String method, String parameters) throws Exception {
        int id = ++asked;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
        while (true) {
            JsonObject message = next();
            if (message.has("id") && message.get("id").getAsString().equals(String.valueOf(id))) {
                return message.has("error") ? message : message.get("result");
            }
        }
    }

    private JsonObject next() throws InterruptedException {
        JsonObject message = messages.poll(PATIENCE, TimeUnit.SECONDS);
        assertTrue(message != null, "the server says nothing");
        return message;
    }

    /** The next diagnostics of a file. */
    JsonArray diagnostics(Path file) throws Exception {
        while (true) {
            JsonObject message = next();
            if (message.has("method") && message.get("method").getAsString().equals("textDocument/publishDiagnostics")) {
                JsonObject parameters = message.getAsJsonObject("params");
                if (parameters.get("uri").getAsString().equals(file.toUri().toString())) {
                    return parameters.getAsJsonArray("diagnostics");
                }
            }
        }
    }

    void open(Path file, String text) throws IOException {
        tell("textDocument/didOpen", "{\"textDocument\":{\"uri\":\"" + file.toUri() + "\",\"languageId\":\"ashlar\",\"version\":1,\"text\":" + quoted(text) + "}}");
    }

    void change(Path file, String text) throws IOException {
        tell("textDocument/didChange", "{\"textDocument\":{\"uri\":\"" + file.toUri() + "\",\"version\":2},\"contentChanges\":[{\"text\":" + quoted(text) + "}]}");
    }

    /** The parameters of a question about a place of a text: that of the mark {@code |} in a piece of it, which occurs once. */
    static String at(Path file, String text, String marked, String more) {
        int mark = marked.indexOf('|');
        String piece = marked.replace("|", "");
        int start = text.indexOf(piece);
        assertTrue(start >= 0 && text.indexOf(piece, start + 1) < 0, "once in the text: " + piece);
        String before = text.substring(0, start + mark);
        long line = before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n') - 1;
        return "{\"textDocument\":{\"uri\":\"" + file.toUri() + "\"},\"position\":{\"line\":" + line + ",\"character\":" + column + "}" + more + "}";
    }

    static String quoted(String text) {
        return new com.google.gson.Gson().toJson(text);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

package exo86.ash.lsp;

import exo86.ash.check.Index.Meaning;
import exo86.ash.format.Formatter;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** The protocol's side: texts come in, questions are answered one after the other by one thread, in the order in which they came. */
public final class Server implements LanguageServer, TextDocumentService, WorkspaceService {
    private final Workspace workspace = new Workspace();
    private final Answers answers = new Answers(workspace);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> Thread.ofPlatform().daemon().name("answers").unstarted(task));
    private LanguageClient client;
    private volatile boolean down;
    /** Done when the editor has said `exit` or has gone. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private Server() {
    }

    /** Serves one editor until it goes; the process's exit code: 0 if it said that it would. */
    public static int serve(InputStream in, OutputStream out) {
        Server server = new Server();
        Launcher<LanguageClient> launcher = LSPLauncher.createServerLauncher(server, in, out);
        server.client = launcher.getRemoteProxy();
        Future<Void> listening = launcher.startListening();
        Thread.ofPlatform().daemon().name("end of input").start(() -> server.await(listening));
        server.over.join();
        return server.down ? 0 : 1;
    }

    /** An editor that only closes its end goes too. */
    private void await(Future<Void> listening) {
        try {
            listening.get();
        } catch (InterruptedException | ExecutionException gone) {
            down = false;
        }
        over.complete(null);
    }

    private <T> CompletableFuture<T> answer(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, thread);
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams parameters) {
        return answer(() -> {
            for (WorkspaceFolder folder : Optional.ofNullable(parameters.getWorkspaceFolders()).orElse(List.of())) {
                search(folder.getUri());
            }
            ServerCapabilities can = new ServerCapabilities();
            can.setTextDocumentSync(TextDocumentSyncKind.Full);
            can.setHoverProvider(true);
            can.setDefinitionProvider(true);
            can.setReferencesProvider(true);
            can.setRenameProvider(true);
            can.setDocumentFormattingProvider(true);
            can.setCompletionProvider(new CompletionOptions(false, List.of(".")));
            return new InitializeResult(can, new ServerInfo("ashlar"));
        });
    }

    private void search(String uri) {
        try {
            workspace.search(path(uri));
        } catch (IOException unreadable) {
            client.logMessage(new MessageParams(MessageType.Warning, uri + ": " + unreadable.getMessage()));
        }
    }

    private static Path path(String uri) {
        return Path.of(URI.create(uri)).toAbsolutePath().normalize();
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        down = true;
        return answer(() -> null);
    }

    @Override
    public void exit() {
        thread.shutdown();
        over.complete(null);
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return this;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return this;
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams parameters) {
        // Nothing can be configured.
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams parameters) {
        // Files are looked at again whenever something is checked.
    }

    // ---- texts

    @Override
    public void didOpen(DidOpenTextDocumentParams parameters) {
        text(parameters.getTextDocument().getUri(), parameters.getTextDocument().getText());
    }

    @Override
    public void didChange(DidChangeTextDocumentParams parameters) {
        text(parameters.getTextDocument().getUri(), parameters.getContentChanges().getLast().getText());
    }

    @Override
    public void didSave(DidSaveTextDocumentParams parameters) {
        check(parameters.getTextDocument().getUri());
    }

    @Override
    public void didClose(DidCloseTextDocumentParams parameters) {
        Path file = path(parameters.getTextDocument().getUri());
        workspace.texts.remove(file);
        thread.execute(() -> answers.closed(file));
        client.publishDiagnostics(new PublishDiagnosticsParams(parameters.getTextDocument().getUri(), List.of()));
    }

    private void text(String uri, String text) {
        workspace.texts.put(path(uri), text);
        check(uri);
    }

    /** Only the newest of several waiting texts is worth a check. */
    private void check(String uri) {
        Path file = path(uri);
        String text = workspace.texts.getOrDefault(file, "");
        thread.execute(() -> {
            if (text.equals(workspace.texts.get(file))) {
                List<Diagnostic> all = answers.changed(file).stream().map(Server::diagnostic).toList();
                client.publishDiagnostics(new PublishDiagnosticsParams(uri, all));
            }
        });
    }

    private static Diagnostic diagnostic(Diagnostics.Diagnostic said) {
        Diagnostic diagnostic = new Diagnostic(Places.range(said.at()), said.message() + (said.hint().isEmpty() ? "" : "\nhint: " + said.hint()));
        diagnostic.setSeverity(DiagnosticSeverity.Error);
        diagnostic.setSource("ash");
        List<DiagnosticRelatedInformation> notes = new ArrayList<>();
        said.notes().forEach(note -> notes.add(new DiagnosticRelatedInformation(Places.location(note.at()), note.message())));
        diagnostic.setRelatedInformation(notes);
        return diagnostic;
    }

    // ---- questions

    private int offset(Path file, Position position) {
        return Places.offset(workspace.texts.getOrDefault(file, ""), position);
    }

    @Override
    public CompletableFuture<Hover> hover(HoverParams parameters) {
        Path file = path(parameters.getTextDocument().getUri());
        return answer(() -> answers.hover(file, offset(file, parameters.getPosition()))
                .map(text -> new Hover(new MarkupContent(MarkupKind.MARKDOWN, text))).orElse(null));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(DefinitionParams parameters) {
        Path file = path(parameters.getTextDocument().getUri());
        return answer(() -> Either.forLeft(answers.definition(file, offset(file, parameters.getPosition())).filter(Places::onDisk)
                .map(Places::location).map(List::of).orElse(List.of())));
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams parameters) {
        Path file = path(parameters.getTextDocument().getUri());
        return answer(() -> answers.references(file, offset(file, parameters.getPosition())).stream().filter(Places::onDisk).map(Places::location).toList());
    }

    @Override
    public CompletableFuture<WorkspaceEdit> rename(RenameParams parameters) {
        Path file = path(parameters.getTextDocument().getUri());
        return answer(() -> {
            Map<String, List<TextEdit>> edits = new LinkedHashMap<>();
            try {
                for (Answers.Edit edit : answers.rename(file, offset(file, parameters.getPosition()), parameters.getNewName())) {
                    edits.computeIfAbsent(Places.location(edit.at()).getUri(), _ -> new ArrayList<>()).add(new TextEdit(Places.range(edit.at()), edit.text()));
                }
            } catch (IllegalArgumentException refused) {
                throw new ResponseErrorException(new ResponseError(ResponseErrorCode.RequestFailed, refused.getMessage(), null));
            }
            return new WorkspaceEdit(edits);
        });
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams parameters) {
        Path file = path(parameters.getTextDocument().getUri());
        return answer(() -> Either.forLeft(answers.completion(file, offset(file, parameters.getPosition())).stream().map(Server::item).toList()));
    }

    private static CompletionItem item(Meaning meaning) {
        CompletionItem item = new CompletionItem(meaning.name());
        item.setDetail(meaning.text().lines().findFirst().orElse(""));
        item.setKind(switch (meaning.kind()) {
            case "constant" -> CompletionItemKind.Constant;
            case "function" -> CompletionItemKind.Function;
            case "type" -> CompletionItemKind.Struct;
            case "module" -> CompletionItemKind.Module;
            case "field" -> CompletionItemKind.Field;
            case "variant" -> CompletionItemKind.EnumMember;
            case "keyword" -> CompletionItemKind.Keyword;
            default -> CompletionItemKind.Variable;
        });
        return item;
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams parameters) {
        Path file = path(parameters.getTextDocument().getUri());
        return answer(() -> {
            SourceFile source = new SourceFile(file.toString(), workspace.texts.getOrDefault(file, ""));
            return Formatter.format(source, new Diagnostics()).filter(text -> !text.equals(source.text()))
                    .map(text -> List.of(new TextEdit(Places.range(new Span(source, 0, source.text().length())), text))).orElse(List.of());
        });
    }
}

package exo86.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code exo86 ash}: the Ashlar compiler; {@code test} is here because it runs code. */
@Command(name = "ash", description = "Check, compile, test, document or lay out Ashlar.",
        customSynopsis = {"exo86 ash check|build|test FILE.ash [options]", "exo86 ash check|build|test --root DIR --module NAME [options]", "exo86 ash fmt [--check] FILE|DIR...",
            "exo86 ash doc FILE.ash...", "exo86 ash doc --root DIR [--module NAME]... [-o DIR]", "exo86 ash lsp"},
        footer = {"", "All options: exo86 ash --help"})
final class AshCommand extends ToolCommand {
    @Override
    int run(String[] words) {
        if (words.length > 0 && words[0].equals("test")) {
            return AshTests.run(List.of(words).subList(1, words.length));
        }
        return exo86.ash.driver.CommandLine.run(words, System.out, System.err);
    }
}

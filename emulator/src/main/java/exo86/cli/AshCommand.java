package exo86.cli;

import picocli.CommandLine.Command;

/** {@code exo86 ash}: the Ashlar compiler. */
@Command(name = "ash", description = "Check, compile or lay out Ashlar.",
        customSynopsis = {"exo86 ash check|build --root DIR --module NAME [options]", "exo86 ash fmt [--check] FILE|DIR..."},
        footer = {"", "All options: exo86 ash --help"})
final class AshCommand extends ToolCommand {
    @Override
    int run(String[] words) {
        return exo86.ash.driver.CommandLine.run(words, System.out, System.err);
    }
}

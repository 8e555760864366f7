package exo86.cli;

import picocli.CommandLine.Command;

/** {@code exo86 link}: the linker. */
@Command(name = "link", description = "Link object files to a program.", customSynopsis = "exo86 link [options] object.o...",
        footer = {"", "All options: exo86 link --help"})
final class LinkCommand extends ToolCommand {
    @Override
    int run(String[] words) {
        return exo86.link.Main.run(words, System.out, System.err);
    }
}

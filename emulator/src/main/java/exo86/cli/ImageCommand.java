package exo86.cli;

import picocli.CommandLine.Command;

/** {@code exo86 image}: the image builder. */
@Command(name = "image", description = "Build a disk image, list, print, extract or check its files.", customSynopsis = "exo86 image build|ls|cat|extract|check ...",
        footer = {"", "All options: exo86 image --help"})
final class ImageCommand extends ToolCommand {
    @Override
    int run(String[] words) {
        return exo86.image.Main.run(words, System.out, System.err);
    }
}

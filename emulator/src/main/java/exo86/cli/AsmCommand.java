package exo86.cli;

import picocli.CommandLine.Command;

/** {@code exo86 asm}: the assembler. */
@Command(name = "asm", description = "Assemble a file in NASM's syntax.", customSynopsis = "exo86 asm [-f bin|elf] [-o OUTPUT] SOURCE.asm",
        footer = {"", "All options: exo86 asm --help"})
final class AsmCommand extends ToolCommand {
    @Override
    int run(String[] words) {
        return exo86.asm.Main.run(words, System.out, System.err);
    }
}

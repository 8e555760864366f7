package exo86.ash.lsp;

import exo86.ash.check.Index;
import exo86.ash.driver.Compiler;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.source.Diagnostics.Diagnostic;
import java.nio.file.Path;
import java.util.List;

/**
 * What the front end found out about the program whose root is a file's module.
 *
 * @param module the file's module
 * @param diagnostics all, in whatever file
 * @param index what names mean
 * @param indexed whether the file's module could be parsed, so that the index knows it
 */
record Analysis(String module, List<Diagnostic> diagnostics, Index index, boolean indexed) {
    static Analysis of(Compiler compiler, Workspace workspace, Path file, String text) {
        String module = Workspace.module(text).orElse(file.getFileName().toString().replaceFirst("\\.ash$", ""));
        Index index = new Index();
        Result result = compiler.check(new Options(workspace.roots(file, module), module, true), index);
        return new Analysis(module, result.diagnostics(), index, index.knows(module));
    }
}

/**
 * The language server: what an editor asks about Ashlar, over standard input and output (the Language Server Protocol, by LSP4J).
 *
 * <p>The idea: no model of its own. Each change of a text runs the compiler's front end over the program that the text's module is the root of,
 * with the editor's texts in place of the files; {@link exo86.ash.check.Index} then knows what every name means. An answer about text with errors
 * comes from the last run that had an index. {@link exo86.ash.lsp.Workspace} finds source roots by what files say their module is;
 * {@link exo86.ash.lsp.Analysis} is one run; {@link exo86.ash.lsp.Answers} turns questions into answers and knows nothing of the protocol's transport.
 */
package exo86.ash.lsp;

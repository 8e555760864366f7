/**
 * Pages about modules, in Markdown, from what their authors wrote behind {@code ///}.
 *
 * <p>A page shows what other modules may name, as it stands in the source, in the source's order; so nothing here knows types or
 * values, and a module with errors elsewhere still has its page. Entry: {@link exo86.ash.doc.ModulePage}.
 */
package exo86.ash.doc;

/**
 * From syntax to the typed tree: names, types, layouts, constants, rules.
 *
 * <p>Entry: {@link exo86.ash.check.Checker}. Everything at module level is found out on demand and once: asking for a type's layout, a constant's
 * value or a function's body starts its checking, and asking again while that is under way is the cycle that is reported. So the order
 * of declarations and of modules does not matter, and constants may use functions that use types that use constants.
 *
 * <p>Parts: {@link exo86.ash.check.Modules} knows what each name means, {@link exo86.ash.check.Types} makes and lays out types,
 * {@link exo86.ash.check.Constants} computes, {@link exo86.ash.check.Functions} makes signatures and asks for bodies; one {@link exo86.ash.check.Body}
 * checks one function's code, with a class for each kind of thing in it. Rules about a whole body or the whole program
 * ({@link exo86.ash.check.EscapeCheck}, {@link exo86.ash.check.CallRules}) read the finished tree.
 *
 * <p>Where an error was reported stands {@link exo86.ash.types.Type#ERRONEOUS}; whatever meets it says nothing more.
 */
package exo86.ash.check;

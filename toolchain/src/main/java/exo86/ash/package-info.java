/**
 * The compiler of Ashlar, one package a phase: {@link exo86.ash.source} and {@link exo86.ash.syntax} read, {@code check} resolves and
 * types, {@link exo86.ash.tree} and {@link exo86.ash.types} are what it makes, {@code emit} writes code, {@link exo86.ash.driver} runs it
 * all. Entry: {@link exo86.ash.driver.Compiler} from Java, {@link exo86.ash.Main} from a command line.
 */
package exo86.ash;

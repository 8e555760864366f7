/**
 * Runs the compiler: finds modules, runs the phases over a whole program, and is the command line.
 *
 * <p>A {@link exo86.ash.driver.Compiler} keeps parsed files, and what library functions were optimised and encoded to, so that a build of many
 * programs in one JVM reads each module once and makes each such function once.
 * Invariants: the same sources in the same order give the same object file, whatever was compiled before; a user's mistake is a
 * {@link exo86.ash.source.Diagnostics.Diagnostic}, never an exception; file names in messages and in the program are those that
 * {@link exo86.ash.driver.Root} makes, so a build does not depend on where the project lies.
 * Entry: {@link exo86.ash.driver.Compiler}; {@link exo86.ash.driver.CommandLine} is behind {@link exo86.ash.Main}.
 */
package exo86.ash.driver;

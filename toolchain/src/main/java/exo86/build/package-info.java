/**
 * Builds a library operating system: its programs, and the disk that starts it.
 *
 * <p>A {@link exo86.build.Recipe} (`guest/image.txt`) says what is compiled and what the disk holds; {@link exo86.build.Main} does it in one process,
 * so that the compiler is warm after the first program and reads each library module once. The same inputs give the same bytes.
 */
package exo86.build;

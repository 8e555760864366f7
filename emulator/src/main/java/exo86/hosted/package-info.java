/**
 * A program on the processor alone: no board, no kernel, no time. What it needs of a host are two of Linux's calls on IA-32, {@code exit} and
 * {@code write} through {@code int 0x80}, so the same file runs as a 32-bit Linux process and here, and both can be compared.
 *
 * <p>The idea: {@link exo86.hosted.HostedProgram} loads an executable into flat memory and gives the processor an interrupt table whose handlers
 * only tell the host that they were entered; so calls, failed checks and faults all come back as one Java value, {@link exo86.hosted.End}. The
 * processor knows nothing of this: {@link exo86.hosted.Counting} counts executed instructions and data references by cutting the run at the
 * ends of straight pieces of code, each decoded once, so a run that is not counted costs nothing.
 */
package exo86.hosted;

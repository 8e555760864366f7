/**
 * The command line: one class a subcommand, thin over {@link exo86.machine}.
 *
 * <p>{@link exo86.cli.Main} is the entry. Standard output carries the guest's serial port and nothing of ours; we talk on
 * standard error, one line an error: {@code exo86: error: …} and a hint. A user's mistake never shows a Java stack trace.
 * Exit codes are in {@link exo86.cli.ExitCode}. A new subcommand is a picocli command listed in {@link exo86.cli.Exo86}.
 * The usual words after {@code run} and {@code boot} are read by {@link exo86.cli.PlainArguments}, for the time that picocli takes to start.
 *
 * <p>{@link exo86.cli.MachineOptions} holds the options that describe a machine, for every subcommand that starts one;
 * {@link exo86.cli.RunSession} runs it with the terminal, limits and messages.
 */
package exo86.cli;

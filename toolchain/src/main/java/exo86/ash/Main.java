package exo86.ash;

import exo86.ash.driver.CommandLine;
import java.nio.charset.StandardCharsets;
import java.io.PrintStream;

/** The Ashlar compiler's command line. */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(CommandLine.run(arguments, out, err));
    }
}

package exo86.cli;

import java.util.Arrays;
import java.util.List;

/**
 * What the launcher runs once after a build, while the JVM records which classes are used and how methods behave (JEP 514, 515). Its arguments are
 * command lines of {@code exo86} with {@link #THEN} between them; together they should do what starts should be fast at.
 */
public final class Training {
    private static final String THEN = "--then";

    private Training() { }

    public static void main(String[] args) {
        List<String> left = Arrays.asList(args);
        int code = ExitCode.OK;
        while (!left.isEmpty()) {
            int end = left.indexOf(THEN) < 0 ? left.size() : left.indexOf(THEN);
            code = Math.max(code, Main.run(left.subList(0, end).toArray(String[]::new)));
            left = left.subList(Math.min(end + 1, left.size()), left.size());
        }
        System.out.flush();
        System.exit(code);
    }
}

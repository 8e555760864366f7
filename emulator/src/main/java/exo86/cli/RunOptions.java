package exo86.cli;

import exo86.cli.RunSession.Serial;
import exo86.cli.RunSession.Settings;
import picocli.CommandLine.Option;

/** The limits and reports of a run; a mixin. */
final class RunOptions implements PlainOptions {
    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Stop after this much real time (exit 4).")
    private long timeout;

    @Option(names = "--max-insns", paramLabel = "N", description = "Stop after this many instructions (exit 4).")
    private String maxInstructions;

    @Option(names = "--hash", description = "At the end print instruction count and state hash on standard error.")
    private boolean hash;

    @Option(names = "--live", description = "Piped input is live, not a script (for drivers that answer the guest).")
    private boolean live;

    @Override
    public boolean flag(String name) {
        switch (name) {
            case "--hash" -> hash = true;
            case "--live" -> live = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean value(String name, String value) {
        if (!name.equals("--max-insns")) {
            return false;
        }
        maxInstructions = value;
        return true;
    }

    boolean live() {
        return live;
    }

    Settings settings(Serial serial, boolean resetExpected) {
        if (timeout < 0 || timeout > 1_000_000) {
            throw UserError.usage("'--timeout " + timeout + "': not a number of seconds", "");
        }
        return new Settings(serial, live, timeout, limit(), hash, resetExpected);
    }

    private long limit() {
        if (maxInstructions == null) {
            return Long.MAX_VALUE;
        }
        String digits = maxInstructions.replace(",", "").replace("_", "");
        long factor = 1;
        if (!digits.isEmpty() && "KMGkmg".indexOf(digits.charAt(digits.length() - 1)) >= 0) {
            factor = switch (Character.toLowerCase(digits.charAt(digits.length() - 1))) {
                case 'k' -> 1_000L;
                case 'm' -> 1_000_000L;
                default -> 1_000_000_000L;
            };
            digits = digits.substring(0, digits.length() - 1);
        }
        try {
            long number = Math.multiplyExact(Long.parseLong(digits), factor);
            if (number > 0) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException bad) {
            // reported below with the numbers out of range
        }
        throw UserError.usage("'--max-insns " + maxInstructions + "': not a number of instructions", "--max-insns 20M");
    }
}

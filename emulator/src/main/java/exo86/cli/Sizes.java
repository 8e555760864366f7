package exo86.cli;

import exo86.machine.MachinePlan;
import java.util.Locale;

/** Numbers as users write them. */
final class Sizes {
    private static final String UNITS = "a number of MiB, or one with K, M or G: -m 64, -m 64M, -m 1G";

    private Sizes() { }

    static int megabytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replaceFirst("^size=", "").replaceFirst("i?b$", "");
        char unit = lower.isEmpty() ? ' ' : lower.charAt(lower.length() - 1);
        String digits = Character.isLetter(unit) ? lower.substring(0, lower.length() - 1) : lower;
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw UserError.usage("'-m " + text + "': not a size", UNITS);
        }
        long number = Long.parseLong(digits);
        long kilobytes = switch (unit) {
            case 'k' -> number;
            case 'g' -> number << 20;
            case 'm', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number << 10;
            default -> throw UserError.usage("'-m " + text + "': no such unit", UNITS);
        };
        if (kilobytes % 1024 != 0 || kilobytes >> 10 < MachinePlan.SMALLEST || kilobytes >> 10 > MachinePlan.LARGEST) {
            throw UserError.usage("'-m " + text + "': the machine can have " + MachinePlan.SMALLEST + " to "
                    + MachinePlan.LARGEST + " MiB, whole ones", UNITS);
        }
        return (int) (kilobytes >> 10);
    }

    static int port(String text) {
        try {
            int port = Integer.decode(text);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException bad) {
            // reported below with the ports out of range
        }
        throw UserError.usage("'" + text + "' is no I/O port", "ports are 0 to 0xffff");
    }
}

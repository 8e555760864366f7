package exo86.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes laps of the lines that a guest prints. Lines that are no part of the protocol are somebody else's talk. */
final class LapReader {
    private final List<Lap> laps = new ArrayList<>();
    private final Map<String, Integer> times = new HashMap<>();
    private String kernel = "";
    private long iterations;
    private long wallBefore;
    private long cpuBefore;
    private boolean done;

    /** Takes a line that came at {@code wall} nanoseconds, when the process had used {@code cpu}. */
    void line(String line, long wall, long cpu) throws BenchFailure {
        String[] words = line.strip().split(" ");
        switch (words[0]) {
            case "B" -> {
                expect(words.length == 3 && kernel.isEmpty(), line);
                kernel = words[1];
                iterations = number(words[2], line);
                wallBefore = wall;
                cpuBefore = cpu;
            }
            case "E" -> {
                expect(words.length == 3 && words[1].equals(kernel), line);
                int number = times.merge(kernel, 1, Integer::sum) - 1;
                laps.add(new Lap(kernel, number, iterations, words[2], wall - wallBefore, cpu - cpuBefore));
                kernel = "";
            }
            case "DONE" -> {
                expect(kernel.isEmpty(), line);
                done = true;
            }
            default -> { }
        }
    }

    private static long number(String digits, String line) throws BenchFailure {
        try {
            long value = Long.parseLong(digits, 16);
            expect(value > 0, line);
            return value;
        } catch (NumberFormatException bad) {
            throw new BenchFailure("the guest's line '" + line + "' has no number of iterations");
        }
    }

    private static void expect(boolean holds, String line) throws BenchFailure {
        if (!holds) {
            throw new BenchFailure("the guest's line '" + line.strip() + "' is out of place: B NAME ITERATIONS, then E NAME CHECKSUM of the same name");
        }
    }

    boolean done() {
        return done;
    }

    List<Lap> laps() {
        return laps;
    }
}

package exo86.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One guest run once by one contestant, in a process of its own.
 *
 * @param laps in the order in which the guest ran them
 * @param wall nanoseconds from the process's start to its end
 * @param text what came after the guest was done
 * @param talk what came on standard error
 */
public record Trial(List<Lap> laps, long wall, String text, String talk) {
    private static final long TICK = TimeUnit.SECONDS.toNanos(1) / 100;
    private static final int USER_TIME = 11, SYSTEM_TIME = 12;

    /**
     * Runs it.
     *
     * @param seconds when to give up
     * @throws BenchFailure if the guest does not end, or not as a bench guest does
     */
    public static Trial run(Contestant contestant, Path guest, int seconds) throws IOException {
        Path talk = Files.createTempFile("exo86-bench", ".log");
        try {
            long start = System.nanoTime();
            Process process = contestant.process(guest).redirectError(talk.toFile()).redirectInput(new java.io.File("/dev/null")).start();
            Thread watchdog = Thread.ofVirtual().start(() -> expire(process, seconds));
            LapReader reader = new LapReader();
            StringBuilder after = new StringBuilder();
            try (BufferedReader lines = process.inputReader(StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (reader.done()) {
                        after.append(line).append('\n');
                    } else {
                        reader.line(line, System.nanoTime(), cpuTime(process.pid()));
                    }
                }
                process.waitFor();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new BenchFailure(contestant.name() + ": interrupted");
            } finally {
                process.destroyForcibly();
            }
            long wall = System.nanoTime() - start;
            watchdog.interrupt();
            if (!reader.done()) {
                String how = wall >= TimeUnit.SECONDS.toNanos(seconds) ? "did not end in " + seconds + " s" : "ended without DONE";
                throw new BenchFailure(contestant.name() + ": " + guest + " " + how + said(talk));
            }
            if (reader.laps().isEmpty()) {
                throw new BenchFailure(contestant.name() + ": " + guest + " ran no kernel");
            }
            return new Trial(List.copyOf(reader.laps()), wall, after.toString(), Files.readString(talk, StandardCharsets.ISO_8859_1));
        } finally {
            Files.deleteIfExists(talk);
        }
    }

    private static void expire(Process process, int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException ended) {
            // it ended by itself
        }
    }

    private static String said(Path talk) throws IOException {
        String text = Files.readString(talk, StandardCharsets.ISO_8859_1).strip();
        return text.isEmpty() ? "" : "; it said: " + text.substring(Math.max(0, text.length() - 1000));
    }

    /** What all of the process's threads have used, ended ones too. */
    private static long cpuTime(long process) {
        try {
            String status = Files.readString(Path.of("/proc/" + process + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * TICK;
        } catch (IOException | RuntimeException untold) {
            return 0;
        }
    }
}

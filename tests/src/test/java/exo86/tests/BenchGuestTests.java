package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.machine.ImageException;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import exo86.machine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whole guests of other origin (gcc and NASM): what they compute must be what any other machine computes. See {@code tests/bench/README.md}. */
final class BenchGuestTests {
    @Test
    void programs() throws IOException, ImageException {
        assertEquals("{bytemem=4f388cf7, crc=7becef93, fib=000a9ce0, hash=01ff6b77, interp=c3148e50, list=e7a84000, matmul=54bacdfd, "
                + "qsort=00004246, repmem=00005f24, sieve=000132a2}", checksums("cpu1.elf"));
    }

    @Test
    void operatingSystem() throws IOException, ImageException {
        assertEquals("{cr3=00000000, fault=000007d0, priv=00000000, ring=00002710, smc=0001e942, trap=00002710}", checksums("sys1.elf"));
    }

    private static String checksums(String name) throws IOException, ImageException {
        byte[] file = Files.readAllBytes(Built.root().resolve("tests/bench").resolve(name));
        StringBuilder output = new StringBuilder();
        MultibootKernel kernel = MultibootKernel.read(name, file, 64, name, List.of());
        Machine machine = new Machine(MachinePlan.bare().memory(64).kernel(kernel).serial(value -> output.append((char) value)));
        Outcome outcome = machine.run(Session.PATIENCE);
        assertEquals(new Outcome.Exited(0), outcome, output.toString());
        assertTrue(output.toString().contains("START") && output.toString().strip().endsWith("DONE"), output.toString());
        Map<String, String> sums = new TreeMap<>();
        for (String line : output.toString().split("\n")) {
            String[] words = line.strip().split(" ");
            if (words[0].equals("E")) {
                sums.put(words[1], words[2]);
            }
        }
        return sums.toString();
    }
}

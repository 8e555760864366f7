package exo86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.TreeMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole guests: what they compute must be what any other machine computes. */
class BenchGuestTests {
    @Test
    void programs() throws IOException {
        assertEquals("{bytemem=4f388cf7, crc=7becef93, fib=000a9ce0, hash=01ff6b77, interp=c3148e50, list=e7a84000, matmul=54bacdfd, qsort=00004246, "
            + "repmem=00005f24, sieve=000132a2}", checksums("bench/bin/cpu1.elf"));
    }

    @Test
    void operatingSystem() throws IOException {
        assertEquals("{cr3=00000000, fault=000007d0, priv=00000000, ring=00002710, smc=0001e942, trap=00002710}", checksums("bench/bin/sys1.elf"));
    }

    private static String checksums(String name) throws IOException {
        Guest guest = Guest.load(SharedData.require(name));
        guest.cpu.deadline = 1_000_000_000L;
        assertEquals(Stop.REQUESTED, guest.cpu.run());
        assertEquals(0, guest.exit);
        Map<String, String> sums = new TreeMap<>();
        for (String line : guest.output.toString().split("\n")) {
            String[] words = line.trim().split(" ");
            if (words[0].equals("E")) {
                sums.put(words[1], words[2]);
            }
        }
        return sums.toString();
    }
}

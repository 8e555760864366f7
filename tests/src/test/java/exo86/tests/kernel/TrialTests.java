package exo86.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.device.Disk;
import exo86.device.InputSource;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import exo86.machine.Outcome;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every call with right, empty, foreign and weak capabilities and hostile arguments, on our own machine; and how long each takes. */
class TrialTests {
    private static final long TIME_LIMIT = 5_000_000_000L;
    /** Of any stay in the kernel with interrupts off, in instructions. */
    private static final long LONGEST = 5_000;
    private static final int CALLS = 23;

    /** More than the kernel keeps, so that it has to stop listening. */
    private static final class Typed implements InputSource.Bytes {
        private int left = 1500;

        @Override
        public int next() {
            return left-- > 0 ? 'x' : InputSource.NONE;
        }
    }

    @Test
    void everyCallAllowsAndRefusesWhatItMust() throws Exception {
        StringBuilder said = new StringBuilder();
        byte[] kernel = Trial.kernel();
        MultibootKernel loaded = MultibootKernel.read("kernel.elf", kernel, Trial.MEGABYTES, "",
                List.of(new MultibootKernel.Module(Trial.program(), "")));
        Machine machine = new Machine(MachinePlan.bare().memory(Trial.MEGABYTES).kernel(loaded).disk(Disk.of(Trial.disk()))
                .serial(b -> said.append((char) b)).input(new InputSource.Script(new Typed())));
        LatencyMeter meter = new LatencyMeter(machine, kernel);
        Outcome outcome = meter.run(TIME_LIMIT);
        System.out.print(said);
        meter.longest().forEach((what, count) -> System.out.printf("%-24s %6d instructions%n", what, count));
        assertFalse(said.toString().contains("FAILED"), said::toString);
        assertEquals(new Outcome.PoweredOff(), outcome);
        assertTrue(Pattern.compile(Trial.SUCCESS).matcher(said).find(), said::toString);
        for (int number = 1; number < CALLS; number++) {
            assertTrue(meter.longest().containsKey("call " + number), "call " + number + " was never made");
        }
        Map<String, Long> tooLong = new java.util.TreeMap<>(meter.longest());
        tooLong.values().removeIf(count -> count <= LONGEST);
        assertEquals(Map.of(), tooLong, "stays in the kernel of more than " + LONGEST + " instructions");
    }
}

package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.device.Disk;
import exo86.device.InputSource;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.Outcome;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every run is a replay: same inputs, same state to the last bit, however the run is cut into pieces. */
final class DeterminismTests {
    private static final String SCRIPT = "ls -l /bin\necho hello | wc\nwild\nhog &\necho text > /tmp/f\ncat /tmp/f\nps\nshutdown\n";
    private static final long SEED = 0x5eed_2026;

    private record End(String hash, long instructions, long time, String output) { }

    private static End end(Machine machine, StringBuilder output) {
        return new End(machine.hash(), machine.instructions(), machine.time(), output.toString());
    }

    private static End straight() {
        StringBuilder output = new StringBuilder();
        Machine machine = Session.scripted(Built.image(), SCRIPT, output);
        Outcome outcome = machine.run(Session.PATIENCE);
        assertTrue(outcome instanceof Outcome.PoweredOff, outcome + "\n" + output);
        return end(machine, output);
    }

    @Test
    void twoRunsEndAlike() {
        End first = straight();
        System.out.println("scripted boot: " + first.instructions + " instructions, hash " + first.hash);
        assertEquals(first, straight());
        assertFalse(first.hash.isEmpty());
    }

    @Test
    void slicesAndStepsChangeNothing() {
        End whole = straight();
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        StringBuilder output = new StringBuilder();
        Machine machine = Session.scripted(Built.image(), SCRIPT, output);
        Outcome outcome = new Outcome.TimeReached();
        while (!outcome.ended()) {
            if (random.nextInt(20) == 0) {
                for (int i = random.nextInt(3000); i > 0 && !outcome.ended(); i--) {
                    outcome = machine.step();
                }
            } else {
                int magnitude = random.nextInt(4, 22);
                outcome = machine.run(machine.time() + random.nextLong(1L << magnitude));
            }
            assertTrue(machine.time() < Session.PATIENCE, output.toString());
        }
        assertEquals(whole, end(machine, output));
    }

    @Test
    void recordingReplaysTheRun() {
        StringBuilder output = new StringBuilder();
        Session live = Session.booted(Built.image());
        live.command("ls /bin | grep c");
        live.command("echo hello > /tmp/f");
        live.pass(12_345_678);
        live.command("hog &");
        live.command("cat /tmp/f");
        long until = live.machine.time();
        Machine again = new Machine(MachinePlan.bare().disk(Disk.of(Built.image())).serial(value -> output.append((char) value))
                .input(new InputSource.Recording(live.machine.input.log())));
        again.run(until);
        assertEquals(live.transcript(), output.toString());
        assertEquals(live.machine.instructions(), again.instructions());
        // The end of the input is the only thing a recording does not know yet.
        assertEquals(live.machine.hash(), again.hash());
    }

    @Test
    void otherInputEndsElsewhere() {
        StringBuilder output = new StringBuilder();
        Machine machine = Session.scripted(Built.image(), SCRIPT.replace("text", "TEXT"), output);
        machine.run(Session.PATIENCE);
        assertFalse(straight().hash.equals(machine.hash()), "the hash tells runs apart");
    }
}

package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.device.Disk;
import exo86.device.InputSource;
import exo86.jit.Jit;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.Outcome;
import exo86.verify.Verification;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One state, two engines, on the whole system. */
final class EngineTests {
    private static final String SCRIPT = "ls -l /bin\necho hello | wc\nwild\nhog &\necho text > /tmp/f\ncat /tmp/f\nshutdown\n";
    private static final long SEED = 0x1A5_2026;
    /** HotSpot never compiles a method that is longer. */
    private static final int HUGE = 8000;

    private record End(String hash, long instructions, String output) { }

    private static MachinePlan plan(StringBuilder output) {
        byte[] typed = SCRIPT.getBytes(StandardCharsets.US_ASCII);
        int[] position = {0};
        return MachinePlan.bare().disk(Disk.of(Built.image())).serial(value -> output.append((char) value))
                .input(new InputSource.Script(() -> position[0] < typed.length ? typed[position[0]++] : InputSource.END));
    }

    private static End end(Machine machine, StringBuilder output) {
        return new End(machine.hash(), machine.instructions(), output.toString());
    }

    private static End interpreted() {
        StringBuilder output = new StringBuilder();
        Machine machine = new Machine(plan(output));
        assertTrue(machine.run(Session.PATIENCE) instanceof Outcome.PoweredOff, output.toString());
        return end(machine, output);
    }

    @Test
    void bootsEndInOneState() {
        End interpreted = interpreted();
        StringBuilder output = new StringBuilder();
        Machine machine = new Machine(plan(output).engine(Jit::new));
        assertTrue(machine.run(Session.PATIENCE) instanceof Outcome.PoweredOff, output.toString());
        assertEquals(interpreted, end(machine, output));
        long compiled = ((Jit) machine.cpu.engine()).statistics().compiled;
        assertTrue(compiled > machine.instructions() / 4, compiled + " of " + machine.instructions() + " ran as compiled code");
    }

    @Test
    void randomSlicesAndAnEagerEngineChangeNothing() {
        End interpreted = interpreted();
        Random random = new Random(SEED);
        StringBuilder output = new StringBuilder();
        Machine machine = new Machine(plan(output).engine(cpu -> new Jit(cpu, 5)));
        Outcome outcome = new Outcome.TimeReached();
        while (!outcome.ended()) {
            outcome = machine.run(machine.time() + random.nextLong(1L << random.nextInt(4, 20)));
            assertTrue(machine.time() < Session.PATIENCE, output.toString());
        }
        assertEquals(interpreted, end(machine, output), "seed " + SEED);
    }

    @Test
    void aBootInLockStep() {
        StringBuilder output = new StringBuilder();
        Verification verification = new Verification(plan(output), Jit::new, SEED);
        assertTrue(verification.machine().run(Session.PATIENCE) instanceof Outcome.PoweredOff, output.toString());
        verification.finish();
        assertEquals(interpreted(), end(verification.machine(), output));
    }

    @Test
    void noMethodOfTheEmulatorIsHuge() throws IOException {
        List<String> huge = new ArrayList<>();
        int[] looked = {0};
        try (Stream<Path> classes = Files.walk(Built.root().resolve("emulator/target/classes"))) {
            for (Path file : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                for (MethodModel method : model.methods()) {
                    int length = method.findAttribute(java.lang.classfile.Attributes.code()).map(CodeAttribute::codeLength).orElse(0);
                    looked[0]++;
                    if (length >= HUGE) {
                        huge.add(model.thisClass().asInternalName() + "." + method.methodName() + ": " + length);
                    }
                }
            }
        }
        assertTrue(looked[0] > 1000, "only " + looked[0] + " methods");
        assertEquals(List.of(), huge);
    }
}

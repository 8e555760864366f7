package exo86.verify;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.device.InputSource;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.Outcome;
import exo86.mmu.Memory;
import java.util.List;

/**
 * A machine under test and its reference, from one plan. Run {@link #machine} as any other; it throws {@link Mismatch} where the two part. Then
 * {@link #finish}.
 */
public final class Verification {
    /** Longest stretch between two comparisons. */
    private static final int LONGEST = 5_000;

    private final Tape tape;
    private final Machine machine;
    private final Engine engine;
    private final Machine reference;
    private final LockStep lockStep;
    /** What each has sent: serial port bytes, and 100h plus what went to the debug port. */
    private final Mixer sent = new Mixer();
    private final Mixer sentByReference = new Mixer();

    /**
     * Makes both.
     *
     * @param plan with a disk that is never written back, and no live input
     * @param engine what is tested
     * @param seed decides where the two are compared
     */
    public Verification(MachinePlan plan, Engine.Factory engine, long seed) {
        tape = new Tape(plan.input() instanceof InputSource.Script script ? script.bytes() : () -> InputSource.END);
        boolean scripted = plan.input() instanceof InputSource.Script;
        if (plan.input() instanceof InputSource.Live) {
            throw new IllegalArgumentException("live input");
        }
        MachinePlan other = plan.engine(Engine.INTERPRETER).serial(sentByReference::add).debug(value -> sentByReference.add(0x100 | value));
        if (plan.disk().isPresent()) {
            other = other.disk(plan.disk().get().twin());
        }
        reference = new Machine(scripted ? other.input(tape.reader()) : other);
        MachinePlan own = plan.engine(Engine.INTERPRETER).serial(value -> {
            sent.add(value);
            plan.serial().accept(value);
        }).debug(value -> {
            sent.add(0x100 | value);
            plan.debug().accept(value);
        });
        machine = new Machine(scripted ? own.input(tape.reader()) : own);
        this.engine = engine.on(machine.cpu);
        lockStep = new LockStep(side(machine), this.engine, side(reference), new Stretches(seed, LONGEST));
        machine.cpu.plug(cpu -> lockStep);
    }

    private static Side side(Machine machine) {
        return new Side() {
            @Override
            public Cpu cpu() {
                return machine.cpu;
            }

            @Override
            public Memory memory() {
                return machine.memory;
            }

            @Override
            public String hash() {
                return machine.hash();
            }

            @Override
            public void runTo(long time) {
                // A script that has nothing yet makes it come back early; it has then come to the time at which the byte is due.
                for (int tries = 0; machine.time() < time && tries < 2; ) {
                    Outcome outcome = machine.run(time);
                    tries = outcome instanceof Outcome.TimeReached ? 0 : tries + 1;
                }
            }
        };
    }

    /** The machine to run. */
    public Machine machine() {
        return machine;
    }

    /** The engine under test, to ask it for what it did. */
    public Engine engine() {
        return engine;
    }

    /** What was typed so far. */
    public byte[] typed() {
        return tape.bytes();
    }

    public long comparisons() {
        return lockStep.comparisons();
    }

    /** After the run: the last comparison, of everything. */
    public void finish() {
        machine.run(machine.time());
        lockStep.finish();
        if (sent.take() != sentByReference.take()) {
            throw lockStep.mismatch(List.of("what was sent to the serial and debug ports"));
        }
    }
}

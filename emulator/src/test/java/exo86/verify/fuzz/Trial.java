package exo86.verify.fuzz;

import exo86.cpu.Engine;
import exo86.verify.LockStep;
import exo86.verify.Mismatch;
import exo86.verify.Stretches;
import java.util.Optional;

/**
 * A program run once on both engines.
 *
 * @param engine what was tested, to be asked what it did
 * @param time instructions and deliveries
 */
record Trial(Optional<Mismatch> mismatch, Engine engine, long time, boolean ended) {
    /**
     * Runs it for at most {@code limit} instructions.
     *
     * @param longest bound of the stretches between two comparisons
     */
    static Trial run(Program program, Engine.Factory factory, long limit, int longest) {
        Board tested = new Board(program);
        Board reference = new Board(program);
        Engine engine = factory.on(tested.cpu);
        LockStep lockStep = new LockStep(tested, engine, reference, new Stretches(program.seed(), longest));
        tested.cpu.plug(cpu -> lockStep);
        Optional<Mismatch> mismatch = Optional.empty();
        try {
            tested.runTo(limit);
            lockStep.finish();
        } catch (Mismatch found) {
            mismatch = Optional.of(found);
        }
        return new Trial(mismatch, engine, tested.cpu.time, tested.ended());
    }
}

package exo86.conform;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import java.util.function.ToLongFunction;

/**
 * What the vectors are tried on: an engine.
 *
 * @param engine plugged into the processor of each bench. A fast engine must compile before the first execution here, because a vector runs once
 * @param compiled how many instructions an engine of this kind has run as compiled code since it was made
 * @param verified each vector runs on the interpreter too, and all of the state must be equal
 */
public record Subject(Engine.Factory engine, ToLongFunction<Engine> compiled, boolean verified) {
    public static final Subject INTERPRETER = new Subject(Engine.INTERPRETER, engine -> 0, false);

    Engine plug(Cpu cpu) {
        cpu.plug(engine);
        return cpu.engine();
    }

    /** Whether there is something to count. */
    public boolean compiles() {
        return engine != Engine.INTERPRETER;
    }
}

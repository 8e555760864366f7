package exo86.jit;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.Interpreted;

/** The engine that runs regions where there are any and leaves the rest to the interpreter. */
public final class Jit implements Engine {
    private final Cpu cpu;

    public Jit(Cpu cpu) {
        this.cpu = cpu;
    }

    @Override
    public boolean run(long budget) {
        return cpu.interpret(budget, false) != Interpreted.FAULT;
    }
}

package exo86.cpu;

import exo86.jit.Jit;

/** The engines by the names that the command line has for them. */
public enum EngineChoice {
    interp(Engine.INTERPRETER), jit(Jit::new);

    public final Engine.Factory factory;

    EngineChoice(Engine.Factory factory) {
        this.factory = factory;
    }
}

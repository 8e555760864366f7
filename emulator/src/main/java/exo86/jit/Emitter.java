package exo86.jit;

/** Writes the bytecode of one kind of instruction. */
interface Emitter {
    void emit(Emission out, Step step);
}

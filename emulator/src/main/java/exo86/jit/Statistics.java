package exo86.jit;

/** What the engine has done so far: for people who look, never for decisions. */
public final class Statistics {
    /** Regions made, instructions in them, bytes of bytecode, and of the largest one. */
    public int regions, instructions, bytecode, largest;
    /** Nanoseconds of the host spent on it. */
    public long translation;
    /** Places where nothing could be translated. */
    public int refused;
    /** Guest instructions that ran as compiled code. */
    public long compiled;
    /** Entries into compiled code from the dispatcher, and returns because an instruction had to be interpreted. */
    public long dispatches, misses;

    void translated(Region region, long nanoseconds) {
        regions++;
        instructions += region.instructions;
        bytecode += region.bytecode;
        largest = Math.max(largest, region.bytecode);
        translation += nanoseconds;
    }

    @Override
    public String toString() {
        return "regions %d, instructions %d, bytecode %d (largest %d), translation %d ms, refused %d, compiled %d, dispatches %d, misses %d".formatted(
            regions, instructions, bytecode, largest, translation / 1_000_000, refused, compiled, dispatches, misses);
    }
}

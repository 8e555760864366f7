package exo86.verify;

import exo86.cpu.Cpu;
import exo86.mmu.Memory;

/** One of the two machines, or boards with no more than a processor. */
public interface Side {
    Cpu cpu();

    Memory memory();

    /** Everything that has to be equal. */
    String hash();

    /** Runs until virtual time is {@code time}, or the guest's end before. */
    void runTo(long time);

    /** A number that is the same for processors in the same state, TLB and hidden parts included; memory is not looked at. */
    static long digest(Cpu cpu) {
        Mixer mixer = new Mixer();
        cpu.hash(mixer);
        return mixer.take();
    }
}

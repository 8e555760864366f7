package exo86.conform.mutants;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** What a processor is tried by; made anew in each mutant's class loader. All answer what was wrong first, or nothing if all is well. */
public interface Trials {
    /**
     * Runs the first {@code count} vectors of an image of our own suite.
     *
     * @param shutdown whether the image is to end in a shutdown
     * @param passed hears the name of each vector that passed
     */
    String own(byte[] image, int count, boolean shutdown, Consumer<String> passed);

    String recorded(Recorded recorded);

    String captured(Captured captured);

    /** Which probes have been reached since the last call. */
    BitSet reached();

    /** Native vectors of one form. */
    record Recorded(String form, List<String> lines) { }

    /** Captures of one opcode. */
    record Captured(Path file, String opcode, int flagsMask) { }
}

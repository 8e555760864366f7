package exo86.conform.mutants;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which vectors and groups of the suites reach which mutation: noted once, on a processor with probes. Throws if a suite fails on the original. */
final class Coverage {
    /** For each image and vector in it, the mutations that it reaches. */
    final List<List<BitSet>> own = new ArrayList<>();
    final List<BitSet> recorded = new ArrayList<>();
    final List<BitSet> captured = new ArrayList<>();

    Coverage(Trials probed, List<OwnImage> images, List<Trials.Recorded> forms, List<Trials.Captured> opcodes) {
        for (OwnImage image : images) {
            List<BitSet> vectors = new ArrayList<>();
            probed.reached();
            pass(image.name, probed.own(image.whole(), image.count, image.shutsDown, name -> vectors.add(probed.reached())));
            if (image.shutsDown) {
                vectors.add(probed.reached());
            }
            own.add(vectors);
        }
        for (Trials.Recorded form : forms) {
            pass(form.form(), probed.recorded(form));
            recorded.add(probed.reached());
        }
        for (Trials.Captured opcode : opcodes) {
            pass(opcode.opcode(), probed.captured(opcode));
            captured.add(probed.reached());
        }
    }

    private static void pass(String what, String wrong) {
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("the original fails " + what + ": " + wrong);
        }
    }
}

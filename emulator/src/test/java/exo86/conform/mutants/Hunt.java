package exo86.conform.mutants;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Runs the suites against mutants: for each, the vectors that reach its place, the cheap ones first, until one kills it. */
final class Hunt {
    /** So many vectors of our own suite are tried before the other suites. */
    private static final int FIRST = 250;

    /** How a mutant ended: which suite killed it, or none, and by what. */
    record End(String suite, String by) {
        boolean lives() {
            return suite.isEmpty();
        }
    }

    private final List<OwnImage> images;
    private final List<Trials.Recorded> forms;
    private final List<Trials.Captured> opcodes;
    private final Coverage coverage;

    Hunt(List<OwnImage> images, List<Trials.Recorded> forms, List<Trials.Captured> opcodes, Coverage coverage) {
        this.images = images;
        this.forms = forms;
        this.opcodes = opcodes;
        this.coverage = coverage;
    }

    /**
     * @param number the mutation's number in the coverage
     * @param original every class of the processor, with fuses
     */
    End hunt(int number, String type, byte[] mutated, Map<String, byte[]> original) {
        Map<String, byte[]> classes = new java.util.HashMap<>(original);
        classes.put(type, mutated);
        Trials trials = trials(classes);
        List<int[]> own = reaching(number);
        List<int[]> some = new ArrayList<>();
        List<int[]> rest = new ArrayList<>();
        int every = Math.max(1, own.size() / FIRST);
        for (int k = 0; k < own.size(); k++) {
            (k % every == 0 ? some : rest).add(own.get(k));
        }
        String wrong = own(trials, some);
        if (!wrong.isEmpty()) {
            return new End("own", wrong);
        }
        for (int k = 0; k < forms.size(); k++) {
            wrong = coverage.recorded.get(k).get(number) ? trials.recorded(forms.get(k)) : "";
            if (!wrong.isEmpty()) {
                return new End("native", wrong);
            }
        }
        for (int k = 0; k < opcodes.size(); k++) {
            wrong = coverage.captured.get(k).get(number) ? trials.captured(opcodes.get(k)) : "";
            if (!wrong.isEmpty()) {
                return new End("moo", wrong);
            }
        }
        wrong = own(trials, rest);
        return wrong.isEmpty() ? new End("", reachedBy(number, own.size())) : new End("own", wrong);
    }

    private String reachedBy(int number, int own) {
        long recorded = coverage.recorded.stream().filter(reached -> reached.get(number)).count();
        long captured = coverage.captured.stream().filter(reached -> reached.get(number)).count();
        return own + " vectors, " + recorded + " forms, " + captured + " opcodes reach it";
    }

    /** A processor in a loader of its own. */
    static Trials trials(Map<String, byte[]> classes) {
        try {
            return (Trials) new MutantLoader(classes).loadClass("exo86.conform.MutantTrials").getConstructor().newInstance();
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private List<int[]> reaching(int number) {
        List<int[]> found = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            List<BitSet> vectors = coverage.own.get(image);
            for (int vector = 0; vector < vectors.size(); vector++) {
                if (vectors.get(vector).get(number)) {
                    found.add(new int[] {image, vector});
                }
            }
        }
        return found;
    }

    private String own(Trials trials, List<int[]> places) {
        for (int image = 0; image < images.size(); image++) {
            int current = image;
            int[] vectors = places.stream().filter(place -> place[0] == current).mapToInt(place -> place[1]).toArray();
            if (vectors.length > 0) {
                OwnImage own = images.get(image);
                String wrong = trials.own(own.startingWith(vectors), vectors.length, own.shutsDown, name -> { });
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
        }
        return "";
    }
}

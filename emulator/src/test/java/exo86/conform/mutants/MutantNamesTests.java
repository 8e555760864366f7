package exo86.conform.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The lists of mutants speak of the processor as it is now: an edit of a check's line renames its mutants, and the lists follow. */
class MutantNamesTests {
    private static final Path ROOT = Path.of(System.getProperty("exo86.root", "..")), LISTS = ROOT.resolve("tests/conformance");

    @Test
    void everyNamedMutantCanBeMade() throws Exception {
        Set<String> named = Mutants.names(LISTS.resolve("checks.mutants"));
        assertTrue(named.size() >= 150, named.size() + " names");
        assertEquals(Set.of(), without(named, Mutants.all(ROOT)));
    }

    @Test
    void everyArguedMutantCanBeMadeAndIsNotNamed() throws Exception {
        Set<String> argued = argued();
        assertEquals(Set.of(), without(argued, Mutants.all(ROOT)));
        assertEquals(new TreeSet<>(argued), without(argued, Mutants.names(LISTS.resolve("checks.mutants"))), "a mutant is argued for and to be killed");
    }

    private static Set<String> argued() throws IOException {
        return Equivalents.read(LISTS.resolve("equivalent.mutants")).unused();
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> left = new TreeSet<>(names);
        left.removeAll(others);
        return left;
    }
}

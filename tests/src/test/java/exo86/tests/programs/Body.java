package exo86.tests.programs;

import exo86.tests.programs.Type.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What is known in the middle of a function that is being made up: what can be named, how deep it is, what it has cost. */
final class Body {
    /** {@code limit}: the value is below this, 0 if that is not known. {@code lasting}: it does not end with the function. */
    record Variable(String name, Type type, boolean varies, int limit, boolean lasting) {
    }

    /** What a call of a function may execute, and the program. */
    static final int FUNCTION = 400;

    final Random random;
    final Declarations declared;
    final Set<String> constructs;
    final List<Variable> scope;
    final Type result;
    final boolean fails;
    final List<Declarations.Function> callable;
    int budget;
    int times = 1;
    int depth;
    int loops;
    private int names;
    private int cost;

    Body(Random random, Declarations declared, Set<String> constructs, List<Variable> globals, Type result, boolean fails, int budget) {
        this.random = random;
        this.declared = declared;
        this.constructs = constructs;
        this.scope = new ArrayList<>(globals);
        this.result = result;
        this.fails = fails;
        this.callable = List.copyOf(declared.functions);
        this.budget = budget;
    }

    String name(String prefix) {
        return prefix + names++;
    }

    boolean one(int of) {
        return random.nextInt(of) == 0;
    }

    void note(String construct) {
        constructs.add(construct);
    }

    /** Counts something as often as it is repeated here. */
    void spend(int statements) {
        cost += statements * times;
    }

    boolean affords(int statements) {
        return cost + statements * times <= budget;
    }

    int cost() {
        return cost;
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}

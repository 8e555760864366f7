package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.tree.Local;
import exo86.ash.tree.Stmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A block's names, and what is to run when it is left. */
final class Scope {
    /** A name of a function: a parameter, {@code let}, {@code var} or what a pattern binds. */
    record Variable(Local local, boolean mutable, Span at) {
    }

    /** A deferred statement; {@code onError}: only where an error leaves. */
    record Deferred(Stmt body, boolean onError) {
    }

    final Optional<Scope> outer;
    final boolean loop;
    /** A deferred statement's own scope: what stands in it cannot leave loops outside. */
    final boolean barrier;
    boolean broken;
    final Map<String, Variable> names = new HashMap<>();
    final List<Deferred> deferred = new ArrayList<>();

    Scope(Optional<Scope> outer, boolean loop) {
        this(outer, loop, false);
    }

    Scope(Optional<Scope> outer, boolean loop, boolean barrier) {
        this.outer = outer;
        this.loop = loop;
        this.barrier = barrier;
    }

    Optional<Variable> find(String name) {
        Variable own = names.get(name);
        return own != null ? Optional.of(own) : outer.flatMap(o -> o.find(name));
    }

    /** The innermost loop's scope, if there is one. */
    Optional<Scope> innermostLoop() {
        return loop ? Optional.of(this) : barrier ? Optional.empty() : outer.flatMap(Scope::innermostLoop);
    }

    /** What runs on leaving this scope alone, latest first. */
    List<Stmt> cleanup(boolean error) {
        List<Stmt> statements = new ArrayList<>();
        for (Deferred one : deferred.reversed()) {
            if (error || !one.onError()) {
                statements.add(one.body());
            }
        }
        return statements;
    }

    /** What runs on leaving this scope and those around it up to and with {@code last}, or all of them. */
    List<Stmt> cleanupTo(Optional<Scope> last, boolean error) {
        List<Stmt> statements = cleanup(error);
        boolean done = last.isPresent() && last.get() == this;
        if (!done) {
            outer.ifPresent(o -> statements.addAll(o.cleanupTo(last, error)));
        }
        return statements;
    }

    void collectNames(java.util.Collection<String> into) {
        into.addAll(names.keySet());
        outer.ifPresent(o -> o.collectNames(into));
    }
}

package exo86.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs groups on all of the host's processors. Results come back in the order of the groups, whichever ran first, so reports are the same every
 * time.
 */
public final class Conformance {
    private final Predicate<String> filter;
    private final int maxFailures;
    private final Subject subject;
    private final AtomicInteger failures = new AtomicInteger();

    /** On the interpreter. */
    public Conformance(Predicate<String> filter, int maxFailures) {
        this(filter, maxFailures, Subject.INTERPRETER);
    }

    /**
     * @param filter which vectors to run, by "suite/group/vector"
     * @param maxFailures no new vector starts after so many failures
     * @param subject what is tried
     */
    public Conformance(Predicate<String> filter, int maxFailures, Subject subject) {
        this.subject = subject;
        this.filter = filter;
        this.maxFailures = maxFailures;
    }

    /** Runs all; {@code done} is called for each group as its turn in the order comes. */
    public List<Tally> run(List<Group> groups, int threads, Consumer<Tally> done) throws IOException {
        List<Tally> tallies = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
            List<Future<Tally>> running = new ArrayList<>();
            for (Group group : groups) {
                running.add(pool.submit(() -> run(group)));
            }
            try {
                for (Future<Tally> future : running) {
                    Tally tally = future.get();
                    tallies.add(tally);
                    done.accept(tally);
                }
            } catch (ExecutionException failure) {
                pool.shutdownNow();
                switch (failure.getCause()) {
                    case IOException unreadable -> throw unreadable;
                    case RuntimeException bug -> throw bug;
                    case Throwable other -> throw new IllegalStateException(other);
                }
            } catch (InterruptedException stop) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
        return tallies;
    }

    /** Runs one group in this thread. */
    public Tally run(Group group) throws IOException {
        Tally tally = new Tally(group);
        String prefix = group.suite() + "/" + group.name() + "/";
        group.run(new Listener() {
            @Override
            public boolean wants(String vector) {
                return filter.test(prefix + vector);
            }

            @Override
            public void verdict(String vector, Verdict verdict) {
                tally.add(vector, verdict);
                if (verdict instanceof Verdict.Failed) {
                    failures.incrementAndGet();
                }
            }

            @Override
            public void executed(boolean compiled) {
                tally.executed(compiled);
            }

            @Override
            public boolean enough() {
                return failures.get() >= maxFailures;
            }
        }, subject);
        return tally;
    }
}

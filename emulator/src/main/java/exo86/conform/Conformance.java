package exo86.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs groups on all of the host's processors. Results come back in the order of the groups, whichever ran first, so reports are the same every
 * time.
 */
public final class Conformance {
    private static final int LOOK_MILLISECONDS = 200;

    private final Predicate<String> filter;
    private final int maxFailures;
    private final Subject subject;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger verdicts = new AtomicInteger();

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

    /** Vectors judged so far, in all threads. */
    public int verdicts() {
        return verdicts.get();
    }

    /** How many of them failed. */
    public int failures() {
        return failures.get();
    }

    /**
     * Runs all.
     *
     * @param done called for each group as its turn in the order comes
     * @param waiting called at first, and several times a second as long as groups run
     */
    public List<Tally> run(List<Group> groups, int threads, Consumer<Tally> done, Runnable waiting) throws IOException {
        List<Tally> tallies = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
            List<Future<Tally>> running = new ArrayList<>();
            for (Group group : groups) {
                running.add(pool.submit(() -> run(group)));
            }
            try {
                for (Future<Tally> future : running) {
                    Tally tally = result(future, waiting);
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

    private static Tally result(Future<Tally> future, Runnable waiting) throws InterruptedException, ExecutionException {
        while (true) {
            waiting.run();
            try {
                return future.get(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException later) {
                // still running
            }
        }
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
                verdicts.incrementAndGet();
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

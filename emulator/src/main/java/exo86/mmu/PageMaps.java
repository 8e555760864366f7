package exo86.mmu;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * The page maps of the two privilege levels and the TLB of one processor: 21 MiB, of which 16 have to be filled with misses.
 *
 * <p>Whoever makes memory can have them made meanwhile: each of the two takes a tenth or so of the time from the start to a kernel's first instruction.
 */
public final class PageMaps {
    /** Index 0 supervisor, 1 user. */
    final PageMap[] reads = {new PageMap(), new PageMap()}, writes = {new PageMap(), new PageMap()};
    final TranslationBuffer tlb = new TranslationBuffer();

    PageMaps() { }

    /** Begins to make them on another thread; the supplier waits for them. */
    public static Supplier<PageMaps> ahead() {
        FutureTask<PageMaps> task = new FutureTask<>(PageMaps::new);
        Thread maker = new Thread(task, "page maps");
        maker.setDaemon(true);
        maker.start();
        return () -> made(task);
    }

    private static PageMaps made(FutureTask<PageMaps> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException asked) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    if (failure.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw new IllegalStateException(failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

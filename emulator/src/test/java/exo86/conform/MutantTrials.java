package exo86.conform;

import exo86.conform.mutants.Fuse;
import exo86.conform.mutants.Probes;
import exo86.conform.mutants.Trials;
import exo86.cpu.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The suites as {@link Trials}: the one class that a mutant's loader is asked for. */
public final class MutantTrials implements Trials {
    private static final long VECTOR_JUMPS = 1_000_000, START_JUMPS = 10_000_000, GROUP_JUMPS = 100_000_000;

    /** What may become trials in a folder of native vectors or of captures. */
    public static List<Record> find(Path folder) throws IOException {
        return Suites.find(folder).stream().map(group -> switch (group) {
            case NativeGroup recorded -> (Record) new Recorded(recorded.form(), recorded.lines());
            case MooGroup captured -> (Record) new Captured(captured.file(), captured.opcode(), captured.flagsMask());
            default -> throw new IllegalArgumentException(group.name());
        }).toList();
    }

    /** The images of a folder with our own suite. */
    public static List<VectorImage> images(Path folder) throws IOException {
        List<VectorImage> images = new ArrayList<>();
        for (Group group : Suites.find(folder)) {
            if (group instanceof VectorGroup own) {
                images.addAll(own.images());
            }
        }
        return images;
    }

    @Override
    public String own(byte[] image, int count, boolean shutdown, Consumer<String> passed) {
        return guarded(START_JUMPS + VECTOR_JUMPS * count, () -> {
            int[] seen = {0};
            String[] wrong = {""};
            VectorBoard.Result result = VectorBoard.run(image, count, Subject.INTERPRETER, line -> {
                if (line.startsWith("FAIL ")) {
                    wrong[0] = line;
                    return false;
                }
                passed.accept(line.substring(line.indexOf(' ') + 1));
                return ++seen[0] < count;
            });
            if (shutdown) {
                return result.stop() == Stop.SHUTDOWN ? "" : "no shutdown but " + result.stop();
            }
            return !wrong[0].isEmpty() ? wrong[0] : seen[0] < count ? "stopped by " + result.stop() + " after " + seen[0] + " of " + count : "";
        });
    }

    @Override
    public String recorded(Recorded recorded) {
        return first(new NativeGroup(recorded.form(), recorded.form(), recorded.lines()));
    }

    @Override
    public String captured(Captured captured) {
        return first(new MooGroup(captured.file(), captured.opcode(), captured.flagsMask()));
    }

    @Override
    public BitSet reached() {
        return Probes.take();
    }

    private static String first(Group group) {
        String[] wrong = {""};
        return guarded(GROUP_JUMPS, () -> {
            group.run(new Listener() {
                @Override
                public void verdict(String vector, Verdict verdict) {
                    if (verdict instanceof Verdict.Failed(Divergence divergence)) {
                        wrong[0] = vector + " " + divergence.differences().getFirst();
                    }
                }

                @Override
                public boolean enough() {
                    return !wrong[0].isEmpty();
                }
            });
            return wrong[0];
        });
    }

    /** A mutant may also throw what it likes, or loop. */
    private static String guarded(long jumps, Callable<String> trial) {
        Fuse.set(jumps);
        try {
            return trial.call();
        } catch (Fuse.Blown loop) {
            return "does not come to an end";
        } catch (ExceptionInInitializerError crash) {
            return "crashed: " + crash;
        } catch (LinkageError broken) {
            throw broken; // not the mutant's doing: it would count as a kill, and none of them would be true
        } catch (Exception | Error crash) {
            return "crashed: " + crash;
        }
    }
}

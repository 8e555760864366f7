package exo86.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Contestants by turns: in every round each runs the guest once, and each round another begins, so that neither a drift of the host's speed nor
 * who follows whom favours anyone.
 */
public final class Race {
    private final List<Contestant> contestants;
    private final int rounds;
    private final int seconds;
    private final Consumer<String> talk;

    /**
     * @param rounds how often each runs each guest
     * @param seconds when to give up on one run
     * @param talk told of progress, a line at a time
     */
    public Race(List<Contestant> contestants, int rounds, int seconds, Consumer<String> talk) {
        if (contestants.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException("nobody runs");
        }
        this.contestants = List.copyOf(contestants);
        this.rounds = rounds;
        this.seconds = seconds;
        this.talk = talk;
    }

    public Results run(Path guest) throws IOException {
        Map<String, List<Trial>> trials = new LinkedHashMap<>();
        contestants.forEach(contestant -> trials.put(contestant.name(), new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            StringBuilder line = new StringBuilder("%s, round %d of %d:".formatted(guest.getFileName(), round + 1, rounds));
            for (int turn = 0; turn < contestants.size(); turn++) {
                Contestant contestant = contestants.get((turn + round) % contestants.size());
                Trial trial = Trial.run(contestant, guest, seconds);
                trials.get(contestant.name()).add(trial);
                line.append(" %s %.2f s".formatted(contestant.name(), trial.wall() / 1e9));
            }
            talk.accept(line.toString());
        }
        return new Results(guest.getFileName().toString(), trials);
    }
}

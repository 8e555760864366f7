package exo86.device;

import exo86.mmu.StateSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Virtual time as the devices see it, and the queue of what is due.
 *
 * <p>Every kind of event is one {@link Event} made when the board is wired; it is due at one time or not at all. So the
 * queue never grows, its order is total (due time, then order of wiring), and its state is one number an event.
 * With about ten events a linear search beats a heap and can be read at a glance.
 */
public final class Timeline {
    /** The due time of an event that is not scheduled. */
    public static final long NEVER = Long.MAX_VALUE;

    private final LongSupplier clock;
    private final LongConsumer lowerDeadline;
    private final List<Event> events = new ArrayList<>();

    /**
     * @param clock reads virtual time in nanoseconds
     * @param lowerDeadline tells the processor that something is due at a time, perhaps sooner than it knew
     */
    public Timeline(LongSupplier clock, LongConsumer lowerDeadline) {
        this.clock = clock;
        this.lowerDeadline = lowerDeadline;
    }

    public long now() {
        return clock.getAsLong();
    }

    /** Makes the processor come back by this time although nothing is due then: somebody outside may have something. */
    void lookAgain(long time) {
        lowerDeadline.accept(time);
    }

    /** One thing that can come due. */
    public final class Event {
        private final String name;
        private final Runnable action;
        private long due = NEVER;

        private Event(String name, Runnable action) {
            this.name = name;
            this.action = action;
        }

        public String name() {
            return name;
        }

        public long due() {
            return due;
        }

        public boolean scheduled() {
            return due != NEVER;
        }

        public void schedule(long time) {
            due = time;
            lowerDeadline.accept(time);
        }

        public void cancel() {
            due = NEVER;
        }
    }

    public Event event(String name, Runnable action) {
        Event event = new Event(name, action);
        events.add(event);
        return event;
    }

    /** All events in the order of wiring, for people who look. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** When the next event is due, {@link #NEVER} if none is. */
    public long next() {
        long next = NEVER;
        for (int i = 0; i < events.size(); i++) {
            next = Math.min(next, events.get(i).due);
        }
        return next;
    }

    /** Runs the first event that is due by now; false when none is. */
    public boolean fireOne() {
        long now = now();
        Event first = null;
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.due <= now && (first == null || event.due < first.due)) {
                first = event;
            }
        }
        if (first == null || first.due == NEVER) {
            return false;
        }
        first.due = NEVER;
        first.action.run();
        return true;
    }

    public void hash(StateSink sink) {
        for (Event event : events) {
            sink.add(event.due);
        }
    }
}

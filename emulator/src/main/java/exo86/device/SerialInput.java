package exo86.device;

import exo86.mmu.StateSink;
import java.util.ArrayList;
import java.util.List;

/**
 * The one door through which the outside world enters: it decides when the next byte reaches COM1, and stamps it.
 *
 * <p>A script is not a clock: its next byte arrives exactly {@link #PACE} nanoseconds of virtual time after the guest
 * enabled the receiver or read the byte before, and the machine stands still while the host has none ready. When a script
 * or a live input ends, one 04h (end of transmission, Ctrl-D) is sent and then nothing.
 */
public final class SerialInput {
    /** Instructions between the guest's asking and a scripted byte's arrival. */
    public static final long PACE = 100_000;
    private static final long LIVE_PACE = 2_000;
    private static final int END_OF_TRANSMISSION = 0x04;

    private final Timeline timeline;
    private final Uart uart;
    private final InputSource source;
    private final Timeline.Event arrival;
    private final List<InputSource.Stamped> log = new ArrayList<>();
    private boolean ended;
    private boolean starved;

    public SerialInput(Timeline timeline, Uart uart, InputSource source) {
        this.timeline = timeline;
        this.uart = uart;
        this.source = source;
        this.arrival = timeline.event("com1 input", this::arrive);
        uart.whenWanting(this::wanted);
        if (source instanceof InputSource.Recording) {
            scheduleRecorded();
        }
    }

    private void wanted() {
        if (source instanceof InputSource.Script && !ended && !arrival.scheduled()) {
            arrival.schedule(timeline.now() + PACE);
        } else if (live()) {
            timeline.lookAgain(timeline.now() + LIVE_PACE);
        }
    }

    private void scheduleRecorded() {
        if (source instanceof InputSource.Recording recording && log.size() < recording.bytes().size()) {
            arrival.schedule(recording.bytes().get(log.size()).time());
        }
    }

    private void arrive() {
        switch (source) {
            case InputSource.Script script -> {
                if (!take(script.bytes())) {
                    starved = true;
                    arrival.schedule(timeline.now());
                }
            }
            case InputSource.Recording recording -> {
                deliver(recording.bytes().get(log.size()).value());
                scheduleRecorded();
            }
            case InputSource.Live live -> { }
            case InputSource.Silent silent -> { }
        }
    }

    /** Lets a live byte in if there is one and the guest wants it; to be called between runs of the processor. */
    public boolean poll() {
        return source instanceof InputSource.Live live && !ended && uart.wantsByte() && take(live.bytes());
    }

    /** Whether a byte can still come that no scheduled event announces. */
    public boolean live() {
        return source instanceof InputSource.Live && !ended;
    }

    /** Whether the script's host was asked and had nothing to give, which happens only when somebody stops the machine. */
    public boolean starved() {
        boolean was = starved;
        starved = false;
        return was;
    }

    private boolean take(InputSource.Bytes bytes) {
        int value = bytes.next();
        if (value == InputSource.NONE) {
            return false;
        }
        ended = value == InputSource.END;
        deliver(ended ? END_OF_TRANSMISSION : value);
        return true;
    }

    private void deliver(int value) {
        log.add(new InputSource.Stamped(timeline.now(), value));
        uart.receive(value);
    }

    /** Every byte that has entered so far, with its time. */
    public List<InputSource.Stamped> log() {
        return List.copyOf(log);
    }

    public void hash(StateSink sink) {
        sink.add(log.size());
        sink.add(ended ? 1 : 0);
    }
}

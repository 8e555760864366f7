package exo86.machine;

import exo86.cpu.Cpu;
import exo86.cpu.Stop;
import exo86.device.Ata;
import exo86.device.CoprocessorError;
import exo86.device.DebugConsole;
import exo86.device.ExitPorts;
import exo86.device.KeyboardController;
import exo86.device.PicPair;
import exo86.device.Pit;
import exo86.device.PortDevice;
import exo86.device.Ports;
import exo86.device.Rtc;
import exo86.device.SerialInput;
import exo86.device.SystemControl;
import exo86.device.Timeline;
import exo86.device.Uart;
import exo86.mmu.Memory;
import exo86.mmu.Mmu;
import exo86.mmu.PageMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One computer, from power-on to its end. Create it from a {@link MachinePlan}, call {@link #run} or {@link #step}, look
 * at its public parts between the calls; looking changes nothing.
 *
 * <p>Virtual time is {@code cpu.time}. An event due at t runs at the first instruction boundary at or after t. While the
 * guest halts, time jumps to the next event. How {@link #run} is cut into pieces, by breakpoints, steps or limits, has no
 * influence on what the guest does.
 */
public final class Machine {
    /** The processor comes back at least this often, so that output appears and a live key is noticed. */
    private static final long SLICE = 5_000_000;
    private static final long LIVE_SLICE = 200_000;
    private static final int INTERRUPT_FLAG = 1 << 9;

    public final Cpu cpu;
    public final Memory memory;
    public final Timeline timeline;
    public final Ports ports;
    public final PicPair pic;
    public final Pit pit;
    public final Uart uart;
    public final Rtc rtc;
    public final Optional<Ata> ata;
    public final SerialInput input;

    private final List<PortDevice> devices = new ArrayList<>();
    private Host host = Host.PATIENT;
    private Outcome end;
    private long idled;

    public Machine(MachinePlan plan) {
        // the maps are begun first, so that both are made at the same time
        this(plan, PageMaps.ahead(), memory(plan));
    }

    /** With memory that the caller has filled: the plan's size and firmware do not count. */
    public Machine(MachinePlan plan, Memory memory) {
        this(plan, PageMaps.ahead(), memory);
    }

    private Machine(MachinePlan plan, Supplier<PageMaps> maps, Memory memory) {
        this.memory = memory;
        pic = new PicPair();
        ports = new Ports();
        cpu = new Cpu(new Mmu(memory, maps.get()), ports, pic);
        cpu.plug(plan.engine());
        timeline = new Timeline(() -> cpu.time, due -> cpu.deadline = Math.min(cpu.deadline, due));
        pit = new Pit(timeline, pic.line(0));
        uart = new Uart(0x3f8, pic.line(4), plan.serial());
        rtc = new Rtc(timeline, pic.line(8), plan.clock(), memory.size(), plan.disk().isPresent());
        ata = plan.disk().map(disk -> new Ata(timeline, pic.line(14), disk));
        input = new SerialInput(timeline, uart, plan.input());
        SystemControl system = new SystemControl(timeline, pit, memory::setA20, this::resetAsked);
        KeyboardController keyboard = new KeyboardController(pic.line(1), system, this::resetAsked);
        ExitPorts exit = new ExitPorts(status -> end(new Outcome.Exited(status)), () -> end(new Outcome.PoweredOff()));

        CoprocessorError coprocessor = new CoprocessorError(pic.line(13), cpu::ignoreFloatingPointErrors);
        cpu.connectFloatingPointError(coprocessor::raise);

        wire(pic, 0x20, 0x21, 0xa0, 0xa1, 0x4d0, 0x4d1);
        wire(pit, 0x40, 0x43);
        wire(keyboard, 0x60, 0x60, 0x64, 0x64);
        wire(system, 0x61, 0x61, 0x92, 0x92, 0xcf9, 0xcf9);
        wire(rtc, 0x70, 0x71);
        wire(new DebugConsole(plan.debug()), 0xe9, 0xe9);
        wire(coprocessor, 0xf0, 0xf0);
        ata.ifPresent(channel -> wire(channel, 0x1f0, 0x1f7, 0x3f6, 0x3f6));
        wire(uart, 0x3f8, 0x3ff);
        wire(exit, ExitPorts.EXIT, ExitPorts.EXIT, ExitPorts.POWER, ExitPorts.POWER);
        for (int port : plan.exitPorts()) {
            if (!ports.claimed(port)) {
                ports.claim(port, port, exit);
            }
        }

        cpu.reset();
        plan.kernel().ifPresent(kernel -> kernel.place(memory));
    }

    private static Memory memory(MachinePlan plan) {
        Memory memory = new Memory(plan.megabytes() << 20);
        memory.loadRom(plan.firmware());
        return memory;
    }

    private void wire(PortDevice device, int... ranges) {
        for (int i = 0; i < ranges.length; i += 2) {
            ports.claim(ranges[i], ranges[i + 1], device);
        }
        devices.add(device);
    }

    private void end(Outcome outcome) {
        if (end == null) {
            end = outcome;
        }
        cpu.stopRequested = true;
    }

    private void resetAsked(String by) {
        end(new Outcome.Reset(by));
    }

    /** Whom to ask for patience and to tell about pauses. */
    public void host(Host newHost) {
        host = newHost;
    }

    public long time() {
        return cpu.time;
    }

    /** Instructions retired and exceptions and interrupts delivered: virtual time without what was skipped in HLT. */
    public long instructions() {
        return cpu.time - idled;
    }

    /** Makes {@link #run} return soon; may be called from any thread. */
    public void requestStop() {
        cpu.stopRequested = true;
    }

    /** Runs until virtual time reaches {@code until} or something else ends the run. */
    public Outcome run(long until) {
        while (true) {
            Optional<Outcome> early = events();
            if (early.isPresent()) {
                return early.get();
            }
            if (cpu.time >= until) {
                return new Outcome.TimeReached();
            }
            host.pause();
            long slice = cpu.time + (input.live() ? LIVE_SLICE : SLICE);
            cpu.deadline = Math.min(Math.min(until, slice), timeline.next());
            Stop stop = cpu.run();
            if (end != null) {
                cpu.stopRequested = false;
                return end;
            }
            switch (stop) {
                case DEADLINE, STEPPED -> { }
                case HALTED -> {
                    if (!idle(until)) {
                        return end;
                    }
                }
                case SHUTDOWN -> {
                    return end = new Outcome.TripleFault(List.of(cpu.shutdownCauses()));
                }
                case BREAKPOINT -> {
                    return new Outcome.Breakpoint();
                }
                case REQUESTED -> {
                    cpu.stopRequested = false;
                    return new Outcome.Requested();
                }
            }
        }
    }

    /** Executes exactly one instruction, or delivers one exception or interrupt; a halted guest is woken first. */
    public Outcome step() {
        while (true) {
            Optional<Outcome> early = events();
            if (early.isPresent()) {
                return early.get();
            }
            cpu.deadline = Long.MAX_VALUE;
            Stop stop = cpu.step();
            if (end != null) {
                cpu.stopRequested = false;
                return end;
            }
            switch (stop) {
                case HALTED -> {
                    if (!idle(Timeline.NEVER)) {
                        return end;
                    }
                    if (cpu.stopRequested) {
                        cpu.stopRequested = false;
                        return new Outcome.Requested();
                    }
                }
                case SHUTDOWN -> {
                    return end = new Outcome.TripleFault(List.of(cpu.shutdownCauses()));
                }
                default -> {
                    return new Outcome.Stepped();
                }
            }
        }
    }

    /** Runs what is due; an outcome if the run ends here. */
    private Optional<Outcome> events() {
        while (end == null && timeline.fireOne()) {
            if (input.starved()) {
                cpu.stopRequested = false;
                return Optional.of(new Outcome.Requested());
            }
        }
        if (end == null) {
            input.poll();
        }
        return Optional.ofNullable(end);
    }

    /** Lets time pass while the guest halts; false if nothing can wake it. */
    private boolean idle(long until) {
        boolean deaf = (cpu.eflags() & INTERRUPT_FLAG) == 0 || pic.everythingMasked();
        long next = Math.min(until, timeline.next());
        if (deaf || next == Timeline.NEVER && !input.live()) {
            end = new Outcome.Dead();
            return false;
        }
        long now = cpu.time;
        if (next > now) {
            long then = Math.min(host.idle(now, next), next);
            idled += then - now;
            cpu.time = then;
        }
        return true;
    }

    /** 128 bits over all state: processor, TLB, memory, devices, events, disk overlay and pending input. */
    public String hash() {
        StateHash hash = new StateHash();
        cpu.hash(hash);
        memory.hash(hash);
        for (PortDevice device : devices) {
            device.hash(hash);
        }
        timeline.hash(hash);
        input.hash(hash);
        hash.add(idled);
        return hash.text();
    }
}

package exo86.machine;

import exo86.cpu.Engine;
import exo86.device.Disk;
import exo86.device.InputSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What a machine is made of: everything that decides a run. Start from {@link #bare} and change what differs.
 *
 * @param megabytes size of memory in MiB, {@value #SMALLEST} to {@value #LARGEST}
 * @param firmware the ROM, which ends at 1 MiB
 * @param disk the primary ATA channel's disk
 * @param kernel a multiboot kernel to enter instead of booting from the disk
 * @param clock the date at power-on, in seconds since 1970, UTC
 * @param input what is typed at COM1
 * @param serial takes what the guest sends on COM1
 * @param debug takes what the guest writes to port E9h
 * @param exitPorts further exit ports beside 501h
 * @param engine what executes instructions; it has no influence on what the guest does
 */
public record MachinePlan(int megabytes, byte[] firmware, Optional<Disk> disk, Optional<MultibootKernel> kernel,
        long clock, InputSource input, IntConsumer serial, IntConsumer debug, List<Integer> exitPorts,
        Engine.Factory engine) {
    public static final int SMALLEST = 2;
    public static final int LARGEST = 2047;
    /** 2026-01-01 00:00:00 UTC. */
    public static final long FIXED_CLOCK = 1_767_225_600L;

    public MachinePlan {
        if (megabytes < SMALLEST || megabytes > LARGEST) {
            throw new IllegalArgumentException("memory of " + megabytes + " MiB");
        }
        exitPorts = List.copyOf(exitPorts);
    }

    /** 32 MiB, our firmware, no disk, nobody at the serial port. */
    public static MachinePlan bare() {
        return new MachinePlan(32, Firmware.rom(), Optional.empty(), Optional.empty(), FIXED_CLOCK,
                new InputSource.Silent(), value -> { }, value -> { }, List.of(), Engine.INTERPRETER);
    }

    public MachinePlan memory(int newMegabytes) {
        return new MachinePlan(newMegabytes, firmware, disk, kernel, clock, input, serial, debug, exitPorts, engine);
    }

    public MachinePlan disk(Disk newDisk) {
        return new MachinePlan(megabytes, firmware, Optional.of(newDisk), kernel, clock, input, serial, debug, exitPorts, engine);
    }

    public MachinePlan kernel(MultibootKernel newKernel) {
        return new MachinePlan(megabytes, firmware, disk, Optional.of(newKernel), clock, input, serial, debug, exitPorts, engine);
    }

    public MachinePlan clock(long newClock) {
        return new MachinePlan(megabytes, firmware, disk, kernel, newClock, input, serial, debug, exitPorts, engine);
    }

    public MachinePlan input(InputSource newInput) {
        return new MachinePlan(megabytes, firmware, disk, kernel, clock, newInput, serial, debug, exitPorts, engine);
    }

    public MachinePlan serial(IntConsumer newSerial) {
        return new MachinePlan(megabytes, firmware, disk, kernel, clock, input, newSerial, debug, exitPorts, engine);
    }

    public MachinePlan debug(IntConsumer newDebug) {
        return new MachinePlan(megabytes, firmware, disk, kernel, clock, input, serial, newDebug, exitPorts, engine);
    }

    public MachinePlan exitPorts(List<Integer> newExitPorts) {
        return new MachinePlan(megabytes, firmware, disk, kernel, clock, input, serial, debug, newExitPorts, engine);
    }

    public MachinePlan engine(Engine.Factory newEngine) {
        return new MachinePlan(megabytes, firmware, disk, kernel, clock, input, serial, debug, exitPorts, newEngine);
    }
}

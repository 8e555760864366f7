package exo86.cli;

import java.util.Map;
import java.util.Optional;

/** QEMU's flags that this machine has nothing for, with the reason, so that nobody who knows QEMU reads "unknown option". */
final class RefusedFlags {
    private static final String NO_SCREEN = "the machine has no screen; the guest's console is COM1 on standard input and output";
    private static final String NO_NETWORK = "the machine has no network card";
    private static final String NO_ENGINE = "there is one engine, and it emulates; the host's processor is not used";
    private static final String NO_USB = "the machine has no USB";
    private static final String NO_REMOTE = "the machine has no remote control on this command";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("smp", "the machine has one processor"),
            Map.entry("accel", NO_ENGINE), Map.entry("enable-kvm", NO_ENGINE), Map.entry("machine", NO_ENGINE),
            Map.entry("M", "there is one kind of machine"), Map.entry("cpu", "there is one processor model; CPUID says what it has"),
            Map.entry("vnc", NO_SCREEN), Map.entry("vga", NO_SCREEN), Map.entry("spice", NO_SCREEN),
            Map.entry("curses", NO_SCREEN), Map.entry("sdl", NO_SCREEN), Map.entry("full-screen", NO_SCREEN),
            Map.entry("netdev", NO_NETWORK), Map.entry("nic", NO_NETWORK), Map.entry("net", NO_NETWORK),
            Map.entry("usb", NO_USB), Map.entry("usbdevice", NO_USB),
            Map.entry("cdrom", "the machine has no CD-ROM drive; give a disk image with -hda"),
            Map.entry("fda", "the machine has no floppy drive; give a disk image with -hda"),
            Map.entry("fdb", "the machine has no floppy drive; give a disk image with -hda"),
            Map.entry("hdb", "the machine has one disk, -hda"), Map.entry("hdc", "the machine has one disk, -hda"),
            Map.entry("hdd", "the machine has one disk, -hda"),
            Map.entry("bios", "the machine boots with its own firmware"),
            Map.entry("monitor", "the machine is questioned in the debugger: exo86 debug IMAGE"),
            Map.entry("qmp", NO_REMOTE), Map.entry("daemonize", "the machine runs in the foreground"),
            Map.entry("parallel", "the machine has no parallel port"),
            Map.entry("audio", "the machine has no sound"), Map.entry("audiodev", "the machine has no sound"),
            Map.entry("soundhw", "the machine has no sound"),
            Map.entry("icount", "time is always the count of instructions, 1 ns each; nothing to set"),
            Map.entry("s", "GDB cannot attach to this command"), Map.entry("gdb", "GDB cannot attach to this command"),
            Map.entry("S", "use the debugger, which starts stopped: exo86 debug IMAGE"),
            Map.entry("d", "this command does not trace"), Map.entry("D", "this command does not trace"),
            Map.entry("loadvm", "this command starts at power-on"),
            Map.entry("chardev", "name the target in -serial or -debugcon"),
            Map.entry("virtfs", "the machine shares no folders; put files on its disk"));

    private RefusedFlags() { }

    static Optional<String> reason(String flag) {
        return Optional.ofNullable(REASONS.get(flag.replaceFirst("^--?", "")));
    }
}

package exo86.cli;

import exo86.device.Disk;
import exo86.machine.ImageException;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what machine to start, with QEMU's names; a mixin for every subcommand that starts one. */
public final class MachineOptions implements PlainOptions {
    @Parameters(arity = "0..1", paramLabel = "IMAGE", description = "A disk image, or a multiboot kernel (an ELF file).")
    private Path image;

    @Option(names = {"-kernel", "--kernel"}, paramLabel = "FILE", description = "Enter this multiboot kernel.")
    private Path kernel;

    @Option(names = {"-append", "--append"}, paramLabel = "TEXT", description = "Command line for the kernel.")
    private String append;

    @Option(names = {"-initrd", "--initrd"}, paramLabel = "FILES", description = "Modules for the kernel, separated by commas.")
    private String initrd;

    @Option(names = "--module", paramLabel = "FILE[ TEXT]", description = "A module with its command line; repeatable.")
    private List<String> modules = new ArrayList<>();

    @Option(names = {"-hda", "--hda"}, paramLabel = "FILE", description = "The disk's image.")
    private Path hda;

    @Option(names = {"-drive", "--drive"}, paramLabel = "file=FILE[,format=raw][,if=ide]", description = "The disk, QEMU's long form.")
    private String drive;

    @Option(names = {"-snapshot", "--snapshot"}, description = "Keep writes in memory only (that is the default).")
    private boolean snapshot;

    @Option(names = "--writable", description = "Write the guest's changes to the disk image.")
    private boolean writable;

    @Option(names = {"-m", "--memory"}, paramLabel = "SIZE", description = "Memory, in MiB or with K, M or G (default: 64).")
    private String memory = "64";

    @Option(names = {"-rtc", "--rtc"}, paramLabel = "base=DATE", description = "The clock's start: a date, utc or localtime.")
    private String rtc;

    @Option(names = {"-device", "--device"}, paramLabel = "isa-debug-exit,iobase=PORT", description = "A further exit port; repeatable.")
    private List<String> devices = new ArrayList<>();

    @Option(names = {"-boot", "--boot"}, paramLabel = "c", description = "Boot device: only the disk, c.")
    private String boot;

    @Option(names = {"-no-reboot", "--no-reboot"}, description = "A reset by the guest is an expected end.")
    private boolean noReboot;

    @Option(names = {"-no-shutdown", "--no-shutdown"}, hidden = true)
    private boolean noShutdown;

    @Override
    public boolean flag(String name) {
        switch (name) {
            case "-snapshot", "--snapshot" -> snapshot = true;
            case "--writable" -> writable = true;
            case "-no-reboot", "--no-reboot" -> noReboot = true;
            case "-no-shutdown", "--no-shutdown" -> noShutdown = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "" -> image = Path.of(value);
            case "-kernel", "--kernel" -> kernel = Path.of(value);
            case "-append", "--append" -> append = value;
            case "-initrd", "--initrd" -> initrd = value;
            case "-hda", "--hda" -> hda = Path.of(value);
            case "-drive", "--drive" -> drive = value;
            case "-m" -> memory = value;
            case "-device", "--device" -> devices.add(value);
            case "-boot", "--boot" -> boot = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    public boolean resetExpected() {
        return noReboot;
    }

    /** Whether neither a kernel nor a disk is named. */
    public boolean nothingNamed() {
        return image == null && kernel == null && hda == null && drive == null;
    }

    /** The kernel's file, once {@link #plan} has been made. */
    public Optional<Path> kernelFile() {
        return Optional.ofNullable(kernel);
    }

    /** Whether the guest's changes go to the disk's image. */
    public boolean writesDisk() {
        return writable;
    }

    /** Every file that makes the machine what it is, once {@link #plan} has been made. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path file : new Path[] {kernel, hda}) {
            if (file != null) {
                files.add(file);
            }
        }
        if (drive != null) {
            files.add(driveFile());
        }
        for (String module : initrd == null ? new String[0] : initrd.split(",")) {
            files.add(Path.of(module.split(" ", 2)[0]));
        }
        modules.forEach(module -> files.add(Path.of(module.split(" ", 2)[0])));
        return files;
    }

    /** The machine with this disk, for when nothing is named. */
    public MachinePlan plan(Disk builtIn) {
        MachinePlan plan = MachinePlan.bare().memory(Sizes.megabytes(memory)).exitPorts(exitPorts()).disk(builtIn);
        return rtc == null ? plan : plan.clock(clock());
    }

    /** The machine, without its input and output. Opens the disk: whoever takes the plan closes it. */
    public MachinePlan plan() {
        resolveImage();
        if (kernel == null && hda == null && drive == null) {
            throw UserError.usage("nothing to start: neither a kernel nor a disk is given", "exo86 run -hda disk.img, or -kernel kernel.elf");
        }
        if (boot != null && !Set.of("c", "order=c").contains(boot)) {
            throw UserError.usage("'-boot " + boot + "': the machine boots from its disk only", "leave -boot away, or say -boot c");
        }
        MachinePlan plan = MachinePlan.bare().memory(Sizes.megabytes(memory)).exitPorts(exitPorts());
        if (rtc != null) {
            plan = plan.clock(clock());
        }
        try {
            if (kernel != null) {
                plan = plan.kernel(readKernel(plan.megabytes()));
            } else if (append != null || initrd != null || !modules.isEmpty()) {
                throw UserError.usage("-append, -initrd and --module need a kernel", "give it with -kernel");
            }
            Optional<Disk> disk = openDisk();
            return disk.isPresent() ? plan.disk(disk.get()) : plan;
        } catch (ImageException bad) {
            throw UserError.unreadable(bad.getMessage(), bad.hint());
        }
    }

    /** A file without an option in front is a kernel if it is an ELF file, else a disk. */
    private void resolveImage() {
        if (image == null) {
            return;
        }
        if (DiskImages.isElf(image)) {
            if (kernel != null) {
                throw UserError.usage("two kernels: " + kernel + " and " + image, "");
            }
            kernel = image;
        } else if (hda != null || drive != null) {
            throw UserError.usage("two disks: " + image + " and another", "the machine has one disk");
        } else {
            hda = image;
        }
        image = null;
    }

    private MultibootKernel readKernel(int megabytes) throws ImageException {
        List<MultibootKernel.Module> loaded = new ArrayList<>();
        List<String> named = new ArrayList<>(initrd == null ? List.of() : List.of(initrd.split(",")));
        named.addAll(modules);
        for (String module : named) {
            loaded.add(new MultibootKernel.Module(DiskImages.bytes(Path.of(module.split(" ", 2)[0])), module));
        }
        String commandLine = append == null ? kernel.toString() : kernel + " " + append;
        return MultibootKernel.read(kernel.toString(), DiskImages.bytes(kernel), megabytes, commandLine, loaded);
    }

    private Optional<Disk> openDisk() {
        Path file = hda;
        if (drive != null) {
            if (hda != null) {
                throw UserError.usage("two disks: -hda and -drive", "the machine has one disk");
            }
            file = driveFile();
        }
        if (file == null) {
            return Optional.empty();
        }
        if (snapshot && writable) {
            throw UserError.usage("-snapshot and --writable contradict each other", "");
        }
        return Optional.of(DiskImages.open(file, writable, kernel == null));
    }

    private Path driveFile() {
        Map<String, String> parts = Pairs.of("-drive", drive);
        Pairs.allow("-drive", parts, Map.of("format", Set.of("raw"), "if", Set.of("ide"), "media", Set.of("disk"),
                "index", Set.of("0"), "bus", Set.of("0"), "unit", Set.of("0"), "snapshot", Set.of("on", "off")), "file", "id", "cache");
        if (!parts.containsKey("file")) {
            throw UserError.usage("-drive " + drive + ": no file=", "-drive file=disk.img,format=raw,if=ide");
        }
        return Path.of(parts.get("file"));
    }

    private List<Integer> exitPorts() {
        List<Integer> ports = new ArrayList<>();
        for (String device : devices) {
            String name = device.split(",", 2)[0];
            if (!name.equals("isa-debug-exit")) {
                throw UserError.usage("'-device " + name + "': the machine's devices are fixed; only isa-debug-exit can be named", "");
            }
            Map<String, String> parts = Pairs.of("-device", device.substring(Math.min(device.length(), name.length() + 1)));
            Pairs.allow("-device isa-debug-exit", parts, Map.of(), "iobase", "iosize");
            ports.add(Sizes.port(parts.getOrDefault("iobase", "0x501")));
        }
        return ports;
    }

    private long clock() {
        Map<String, String> parts = Pairs.of("-rtc", rtc);
        Pairs.allow("-rtc", parts, Map.of("clock", Set.of("vm")), "base");
        String base = parts.getOrDefault("base", "");
        return switch (base) {
            case "utc" -> LocalDateTime.now(ZoneOffset.UTC).toEpochSecond(ZoneOffset.UTC);
            case "localtime" -> LocalDateTime.now().toEpochSecond(ZoneOffset.UTC);
            default -> {
                try {
                    yield LocalDateTime.parse(base.contains("T") ? base : base + "T00:00:00").toEpochSecond(ZoneOffset.UTC);
                } catch (DateTimeException bad) {
                    throw UserError.usage("'-rtc " + rtc + "': not a date", "-rtc base=2026-01-31T12:00:00, base=utc or base=localtime");
                }
            }
        };
    }

}

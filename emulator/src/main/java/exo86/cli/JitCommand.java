package exo86.cli;

import exo86.jit.Jit;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exo86 jit}: looks at what the fast engine makes of guest code. */
@Command(name = "jit", description = "Look at what the fast engine makes of guest code.", subcommands = JitCommand.Show.class)
final class JitCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: show ADDR prints a region");
    }

    /** {@code exo86 jit show ADDR}. */
    @Command(name = "show", description = "Run an image for a while, then print the region at an address: guest code, what is known of it, bytecode, ways out.",
            footer = {"", "  exo86 jit show 0x100100 -kernel kernel.elf --after 5000000"})
    static final class Show implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ADDR", description = "A linear address, hexadecimal with or without 0x.")
        private String address;

        @Option(names = "--after", paramLabel = "N", description = "Run so many instructions first (default: 1000000), so that pages and modes are those of the running guest.")
        private long after = 1_000_000;

        @Mixin
        private MachineOptions machine;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
        private boolean help;

        @Override
        public Integer call() throws IOException {
            MachinePlan plan = machine.plan().engine(Jit::new);
            try {
                Machine running = new Machine(plan);
                running.run(after);
                int linear = linear();
                Optional<String> text = ((Jit) running.cpu.engine()).listing(linear);
                System.out.println(text.orElseThrow(() -> UserError.usage("nothing at %08x that the fast engine compiles, after %d instructions".formatted(linear, running.instructions()),
                        "it compiles flat 32-bit code of mapped pages; give another --after, or an address at which an instruction starts")));
                return ExitCode.OK;
            } finally {
                if (plan.disk().isPresent()) {
                    plan.disk().get().close();
                }
            }
        }

        private int linear() {
            String digits = address.startsWith("0x") || address.startsWith("0X") ? address.substring(2) : address;
            try {
                return Integer.parseUnsignedInt(digits, 16);
            } catch (NumberFormatException noNumber) {
                throw UserError.usage("'" + address + "': not a hexadecimal address", "exo86 jit show 0x100100 -kernel kernel.elf");
            }
        }
    }
}

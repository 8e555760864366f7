package exo86.machine;

import exo86.cpu.Cpu;
import exo86.cpu.FaultRecord;

/** The story of a triple fault, for people: the faults that led to it and the registers at the end. */
public final class CrashReport {
    private static final String[] ORDINALS = {"first", "second", "third", "fourth"};

    private CrashReport() { }

    public static String of(Machine machine, Outcome.TripleFault fault) {
        Cpu cpu = machine.cpu;
        StringBuilder text = new StringBuilder("exo86: the guest crashed: triple fault after ")
                .append(machine.instructions()).append(" instructions\n");
        int number = 0;
        for (FaultRecord cause : fault.causes()) {
            text.append("  %-7s %s%n".formatted(ORDINALS[Math.min(number++, 3)] + ':', cause));
            text.append("          ").append(meaning(cause)).append('\n');
        }
        text.append("  each was raised while the processor tried to deliver the one before it\n");
        text.append("  IDT %08x limit %04x, GDT %08x limit %04x, CR0 %08x CR3 %08x%n"
                .formatted(cpu.idtBase, cpu.idtLimit, cpu.gdtBase, cpu.gdtLimit, cpu.cr0, cpu.cr3));
        text.append("  eax %08x ecx %08x edx %08x ebx %08x esp %08x ebp %08x esi %08x edi %08x"
                .formatted(cpu.eax, cpu.ecx, cpu.edx, cpu.ebx, cpu.esp, cpu.ebp, cpu.esi, cpu.edi));
        return text.toString();
    }

    /** Where the processor stands, as {@code cs:eip}. */
    public static String place(Machine machine) {
        return "%04x:%08x".formatted(machine.cpu.cs.selector, machine.cpu.eip);
    }

    private static String meaning(FaultRecord cause) {
        int error = cause.errorCode();
        return switch (cause.vector()) {
            case 0 -> "division by zero or a quotient that does not fit";
            case 6 -> "an instruction that does not exist";
            case 8 -> "a fault while another one was being delivered";
            case 10 -> "a bad task state segment, selector %04x".formatted(error & 0xfffc);
            case 11 -> (error & 2) != 0 ? "IDT gate %02x is not present".formatted(error >> 3 & 0xff)
                    : "a segment that is not present, selector %04x".formatted(error & 0xfffc);
            case 12 -> "the stack segment: limit, or not present, selector %04x".formatted(error & 0xfffc);
            case 13 -> (error & 2) != 0 ? "IDT entry %02x is missing or no gate".formatted(error >> 3 & 0xff)
                    : error != 0 ? "selector %04x may not be used that way".formatted(error & 0xfffc)
                    : "a protection rule was broken";
            case 14 -> "%s at %08x by %s: %s".formatted((error & 2) != 0 ? "a write" : "a read or fetch", cause.cr2(),
                    (error & 4) != 0 ? "user code" : "the kernel",
                    (error & 1) != 0 ? "the page does not permit it" : "no page is there");
            default -> "exception " + cause.vector();
        };
    }
}

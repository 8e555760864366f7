package exo86.cpu;

/** What CPUID answers: exactly what is there (SDM 2A CPUID). */
final class Identification {
    /** Family 6, model 1, stepping 1: EDX after reset, EAX of leaf 1. */
    static final int SIGNATURE = 0x611;

    private static final int FPU = 1, VME = 1 << 1, DE = 1 << 2, PSE = 1 << 3, TSC = 1 << 4, MSR = 1 << 5, CX8 = 1 << 8, PGE = 1 << 13, CMOV = 1 << 15;
    private static final String VENDOR = "Exo86 Engine";

    private Identification() {
    }

    /** Fills EAX, EBX, ECX, EDX for the leaf in EAX; a leaf beyond the last one answers as the last. */
    static void answer(Cpu cpu) {
        if (cpu.eax == 0) {
            cpu.eax = 1;
            cpu.ebx = word(0);
            cpu.edx = word(4);
            cpu.ecx = word(8);
        } else {
            cpu.eax = SIGNATURE;
            cpu.ebx = 0;
            cpu.ecx = 0;
            cpu.edx = FPU | VME | DE | PSE | TSC | MSR | CX8 | PGE | CMOV;
        }
    }

    private static int word(int at) {
        return VENDOR.charAt(at) | VENDOR.charAt(at + 1) << 8 | VENDOR.charAt(at + 2) << 16 | VENDOR.charAt(at + 3) << 24;
    }
}

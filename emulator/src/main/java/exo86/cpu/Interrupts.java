package exo86.cpu;
final class Interrupts { Interrupts(Cpu cpu) {} void interrupt(int vector) {} void exception(int vector, int errorCode, boolean x) {} }

/* A first kernel in C: says hello on the serial port and turns the machine off. */
__attribute__((section(".multiboot"), used))
static const unsigned header[3] = { 0x1BADB002, 0, 0u - 0x1BADB002 };

static char stack[4096];

static inline void out8(unsigned short port, unsigned char value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }
static inline void out16(unsigned short port, unsigned short value) { __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port)); }
static inline unsigned char in8(unsigned short port) {
    unsigned char value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static void put(char c) {
    while (!(in8(0x3FD) & 0x20)) { }
    out8(0x3F8, c);
}

__attribute__((noreturn, used)) static void kernel_main(void) {
    for (const char *p = "Hello from my own kernel\n"; *p; p++) put(*p);
    out16(0x604, 0x2000);
    for (;;) __asm__ volatile("hlt");
}

__attribute__((naked, noreturn)) void _start(void) {
    __asm__("movl %0, %%esp\n\tcall kernel_main" : : "i"(stack + sizeof stack));
}

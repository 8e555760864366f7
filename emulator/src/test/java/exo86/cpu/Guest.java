package exo86.cpu;

import exo86.mmu.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The least board that a multiboot guest needs: a serial port that only sends, and the exit port. */
final class Guest implements PortBus, InterruptController {
    final Memory memory;
    final Cpu cpu;
    final StringBuilder output = new StringBuilder();
    int exit = -1;

    Guest(int megabytes) {
        memory = new Memory(megabytes << 20);
        cpu = new Cpu(memory, this, this);
    }

    /** Loads the segments of a multiboot ELF by physical address and enters it as a boot loader does. */
    static Guest load(Path elf) throws IOException {
        Guest guest = new Guest(64);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(elf)).order(ByteOrder.LITTLE_ENDIAN);
        int headers = file.getInt(28);
        for (int k = 0; k < file.getShort(44); k++) {
            int at = headers + k * file.getShort(42);
            if (file.getInt(at) == 1) {
                guest.memory.write(file.getInt(at + 12), file.array(), file.getInt(at + 4), file.getInt(at + 16));
            }
        }
        guest.cpu.enterFlatProtectedMode(file.getInt(24));
        guest.cpu.eax = 0x2BADB002;
        return guest;
    }

    @Override
    public int in(int port, int bytes) {
        return port == 0x3FD ? 0x60 : -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        if (port == 0x3F8) {
            output.append(new String(new byte[] {(byte) value}, StandardCharsets.ISO_8859_1));
        } else if (port == 0x501) {
            exit = value & 0xFF;
            cpu.stopRequested = true;
        }
    }

    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public int acknowledge() {
        return 0;
    }
}

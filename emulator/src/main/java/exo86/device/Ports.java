package exo86.device;

import exo86.cpu.PortBus;

/**
 * The I/O address space. Each port belongs to at most one part; a port that nobody owns reads all ones and ignores
 * writes. Wide accesses to byte-wide parts become byte accesses at rising ports, as an ISA bus makes them.
 */
public final class Ports implements PortBus {
    private static final int COUNT = 0x10000;

    private final PortDevice[] owners = new PortDevice[COUNT];

    /** Gives the ports {@code first..last} to a part. */
    public void claim(int first, int last, PortDevice owner) {
        for (int port = first; port <= last; port++) {
            if (owners[port] != null) {
                throw new IllegalStateException("port 0x%x has two owners".formatted(port));
            }
            owners[port] = owner;
        }
    }

    public boolean claimed(int port) {
        return owners[port & COUNT - 1] != null;
    }

    @Override
    public int in(int port, int bytes) {
        PortDevice owner = owners[port & COUNT - 1];
        if (bytes == 1 || owner != null && owner.wide(port)) {
            return owner == null ? 0xff : owner.read(port, bytes);
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in(port + i, 1) & 0xff) << 8 * i;
        }
        return value;
    }

    @Override
    public void out(int port, int bytes, int value) {
        PortDevice owner = owners[port & COUNT - 1];
        if (bytes == 1 || owner != null && owner.wide(port)) {
            if (owner != null) {
                owner.write(port, bytes, bytes == 1 ? value & 0xff : bytes == 2 ? value & 0xffff : value);
            }
            return;
        }
        for (int i = 0; i < bytes; i++) {
            out(port + i, 1, value >>> 8 * i & 0xff);
        }
    }
}

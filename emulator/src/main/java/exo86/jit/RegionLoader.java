package exo86.jit;

import exo86.isa.Instruction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * Defines the regions of one machine and privilege level, beside a {@link Bridge} of their own. Each region is a hidden class, so it can go
 * when the region does.
 */
final class RegionLoader extends ClassLoader {
    private static final String BRIDGE = Bridge.class.getName();
    private static final byte[] BYTES = bytes();

    private final Wiring wiring;
    private final MethodHandles.Lookup lookup;

    RegionLoader(Wiring wiring) {
        super(Bridge.class.getClassLoader());
        this.wiring = wiring;
        Class<?> bridge = defineClass(BRIDGE, BYTES, 0, BYTES.length);
        Wiring.handOver(wiring);
        try {
            lookup = (MethodHandles.Lookup) bridge.getMethod("lookup").invoke(null);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        } finally {
            Wiring.handOver(null);
        }
    }

    /**
     * Whether accesses may go without the array's bounds check: {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED} says so, which the
     * launcher gives.
     */
    boolean unchecked() {
        return Object.class.getModule().isExported("jdk.internal.misc", getUnnamedModule());
    }

    private static byte[] bytes() {
        try (InputStream in = Bridge.class.getResourceAsStream("Bridge.class")) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(BRIDGE)) {
            return findLoadedClass(name);
        }
        return super.loadClass(name, resolve);
    }

    /** Defines a region's class, whose initialiser takes links and instructions and makes the one object of it. */
    Routine define(byte[] classFile, Link[] links, Instruction[] instructions) {
        wiring.links = links;
        wiring.instructions = instructions;
        try {
            lookup.defineHiddenClass(classFile, true);
            return wiring.created;
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

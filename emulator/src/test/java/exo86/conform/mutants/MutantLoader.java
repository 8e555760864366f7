package exo86.conform.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A processor of its own and what tries it, apart from every other: all of the emulator, fuse and probes, but not the hunt. Some classes are given,
 * in another form than on disk.
 */
final class MutantLoader extends ClassLoader {
    private final Map<String, byte[]> given;

    MutantLoader(Map<String, byte[]> given) {
        super("mutant", MutantLoader.class.getClassLoader());
        this.given = given;
    }

    private static boolean isOwn(String name) {
        boolean shared = name.startsWith("exo86.conform.mutants.") || name.startsWith("exo86.asm.");
        return name.startsWith("exo86.") && !shared || name.equals(Fuse.class.getName()) || name.startsWith(Fuse.class.getName() + "$") || name.equals(Probes.class.getName());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] file = given.containsKey(name) ? given.get(name) : file(name);
                loaded = defineClass(name, file, 0, file.length);
            }
            return loaded;
        }
    }

    /** The class file on the class path. */
    static byte[] file(String name) throws ClassNotFoundException {
        try (InputStream in = MutantLoader.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

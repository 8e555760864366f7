import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Run by the build on the copy of ASM's jar that the launcher puts on the class path: gives its classes stack maps and a class-file version that asks
 * for them. The JVM's cache of linked classes takes no class without (ASM's have the version of Java 5, to run everywhere), and loading and
 * verifying those one by one costs each start of the compiling engine some 20 ms. Nothing else changes. The tool is ASM itself.
 */
final class ModernClasses {
    private static final int VERSION = Opcodes.V21;

    private ModernClasses() { }

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            Path path = Path.of(jar);
            Path made = path.resolveSibling(path.getFileName() + ".new");
            try (JarInputStream in = new JarInputStream(Files.newInputStream(path));
                    JarOutputStream out = new JarOutputStream(Files.newOutputStream(made), in.getManifest())) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    byte[] bytes = in.readAllBytes();
                    boolean isClass = entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
                    JarEntry copy = new JarEntry(entry.getName());
                    copy.setTimeLocal(entry.getTimeLocal());
                    out.putNextEntry(copy);
                    out.write(isClass ? modern(bytes) : bytes);
                    out.closeEntry();
                }
            }
            Files.move(made, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static byte[] modern(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
                super.visit(VERSION, access, name, signature, superName, interfaces);
            }
        }, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}

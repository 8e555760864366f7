package exo86.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/** The class around a region's method: its links as constants, and an initialiser that takes them from {@link Wiring} and leaves the one object there. */
final class RegionClass {
    static final String NAME = "exo86/jit/R", ROUTINE = "exo86/jit/Routine", LINK = "exo86/jit/Link", LINK_TYPE = "L" + LINK + ";";
    private static final String WIRING = "exo86/jit/Wiring";

    /** The method {@code run}. */
    final MethodVisitor run;
    private final ClassWriter classes = new ClassWriter(0);
    private final Map<Integer, Integer> links = new LinkedHashMap<>();

    /** Constants beside the links. */
    interface Constants {
        void initialise(ClassVisitor classes, MethodVisitor initialiser);
    }

    RegionClass() {
        classes.visit(V21, ACC_FINAL | ACC_SUPER, NAME, null, ROUTINE, null);
        run = classes.visitMethod(ACC_PUBLIC | ACC_FINAL, "run", "(II)J", null, null);
    }

    /** Target EIP of each link, in the order of the array that the class initialiser takes. */
    int[] links() {
        return links.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Pushes the link to {@code eip}. */
    void pushLink(int eip) {
        int number = links.computeIfAbsent(eip, target -> links.size());
        run.visitFieldInsn(GETSTATIC, NAME, "l" + number, LINK_TYPE);
    }

    /** The class file, when {@link #run} is complete. */
    byte[] write(Constants constants) {
        MethodVisitor constructor = classes.visitMethod(ACC_PRIVATE, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, ROUTINE, "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
        MethodVisitor start = classes.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        start.visitCode();
        start.visitFieldInsn(GETSTATIC, "exo86/jit/Bridge", "WIRING", "L" + WIRING + ";");
        start.visitInsn(DUP);
        start.visitFieldInsn(GETFIELD, WIRING, "links", "[" + LINK_TYPE);
        start.visitVarInsn(ASTORE, 0);
        constants.initialise(classes, start);
        for (int k = 0; k < links.size(); k++) {
            classes.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, "l" + k, LINK_TYPE, null, null).visitEnd();
            start.visitVarInsn(ALOAD, 0);
            new Code(start).constant(k);
            start.visitInsn(AALOAD);
            start.visitFieldInsn(PUTSTATIC, NAME, "l" + k, LINK_TYPE);
        }
        start.visitTypeInsn(NEW, NAME);
        start.visitInsn(DUP);
        start.visitMethodInsn(INVOKESPECIAL, NAME, "<init>", "()V", false);
        start.visitFieldInsn(PUTFIELD, WIRING, "created", "L" + ROUTINE + ";");
        start.visitInsn(RETURN);
        start.visitMaxs(4, 1);
        start.visitEnd();
        classes.visitEnd();
        return classes.toByteArray();
    }
}

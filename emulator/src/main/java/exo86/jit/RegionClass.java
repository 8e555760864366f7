package exo86.jit;

import static org.objectweb.asm.Opcodes.*;

import exo86.isa.Instruction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/** The class around a region's method: its links and instructions as constants, and an initialiser that takes them from {@link Wiring} and leaves the one object there. */
final class RegionClass {
    static final String NAME = "exo86/jit/R", ROUTINE = "exo86/jit/Routine", LINK = "exo86/jit/Link", LINK_TYPE = "L" + LINK + ";";
    static final String INSTRUCTION_TYPE = "Lexo86/isa/Instruction;";
    private static final String WIRING = "exo86/jit/Wiring";

    /** The method {@code run}. */
    final MethodVisitor run;
    private final ClassWriter classes = new ClassWriter(0);
    private final Map<Integer, Integer> links = new LinkedHashMap<>();
    private final List<Instruction> instructions = new ArrayList<>();

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

    /** The instructions that are constants, in the order of the array that the class initialiser takes. */
    Instruction[] instructions() {
        return instructions.toArray(Instruction[]::new);
    }

    void pushInstruction(Instruction instruction) {
        run.visitFieldInsn(GETSTATIC, NAME, "i" + instructions.size(), INSTRUCTION_TYPE);
        instructions.add(instruction);
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
        constants.initialise(classes, start);
        elements(start, "links", "l", LINK_TYPE, links.size());
        elements(start, "instructions", "i", INSTRUCTION_TYPE, instructions.size());
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

    /** The elements of an array of {@link Wiring}, which is on the stack and stays there, become constants of their own. */
    private void elements(MethodVisitor start, String array, String prefix, String type, int count) {
        if (count == 0) {
            return;
        }
        start.visitInsn(DUP);
        start.visitFieldInsn(GETFIELD, WIRING, array, "[" + type);
        start.visitVarInsn(ASTORE, 0);
        for (int k = 0; k < count; k++) {
            classes.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, prefix + k, type, null, null).visitEnd();
            start.visitVarInsn(ALOAD, 0);
            new Code(start).constant(k);
            start.visitInsn(AALOAD);
            start.visitFieldInsn(PUTSTATIC, NAME, prefix + k, type);
        }
    }
}

package exo86.jit;

import static exo86.jit.Locals.ADDRESS;
import static exo86.jit.Locals.GROUP;
import static exo86.jit.Locals.REGISTER;
import static exo86.jit.Locals.T2;
import static exo86.jit.Locals.WINDOW;
import static exo86.jit.Locals.WINDOW_RAM;
import static org.objectweb.asm.Opcodes.*;

import exo86.isa.Registers;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Accesses to guest memory: the check against a page map, which gives an index into memory or jumps to the exit, and the access itself.
 *
 * <p>The steps stand in the method instead of in small methods of their own: HotSpot's interpreter and its first compiler pay for every call, and a
 * short run is over before its second compiler has removed them.
 *
 * <p>An index has been checked against a page map, so the array's own bounds check is a second one. Where the JDK lets us (see
 * {@link RegionLoader#unchecked()}) accesses go without it, which is worth 10 to 30 %; elsewhere they are the VarHandles of
 * {@link exo86.mmu.Memory}.
 */
final class AccessEmission {
    private static final String UNSAFE = "jdk/internal/misc/Unsafe", UNSAFE_TYPE = "L" + UNSAFE + ";";

    private final Emission out;
    private final Code code;
    private final String owner;
    private final boolean unchecked;

    AccessEmission(Emission out, String owner, boolean unchecked) {
        this.out = out;
        this.code = out.code;
        this.owner = owner;
        this.unchecked = unchecked;
    }

    /**
     * The address on the stack becomes an index in local {@code at}; a miss, or a page's end inside the access, jumps to {@code miss}.
     *
     * <p>One branch for both, on the sign and the low bits of the index: an access that is not aligned is looked at aside. With a branch each, cpu1.elf
     * takes a tenth more time; with the rest of the page computed and its sign in the same branch, interp and matmul of cpu.elf do.
     */
    void check(int width, boolean write, int at, Label miss) {
        // at = map[address >>> 12] + (address & FFF): negative for a miss
        code.op(DUP).constant(12).op(IUSHR);
        code.map(write).op(SWAP).op(IALOAD).op(SWAP).constant(0xFFF).op(IAND).op(IADD).op(DUP).store(at);
        if (width == 8) {
            code.jump(IFLT, miss);
            return;
        }
        code.constant(Integer.MIN_VALUE | alignment(width)).op(IAND);
        if (out.addressing.aligned()) {
            code.jump(IFNE, miss);
            return;
        }
        Label odd = new Label();
        Label done = new Label();
        code.jump(IFNE, odd);
        code.label(done);
        out.aside(() -> {
            code.label(odd);
            code.load(at).jump(IFLT, miss).load(at).constant(0xFFF).op(IAND).constant(0x1000 - width / 8).jump(IF_ICMPGT, miss).jump(GOTO, done);
        });
    }

    /** The bits of an address that are 0 where an access of {@code width} bits is aligned, so that it goes over no page's end. */
    private static int alignment(int width) {
        return Integer.highestOneBit(width / 8 * 2 - 1) - 1;
    }

    /** The same for an offset in a segment that has a base, a limit or no right to be written. */
    void checkInSegment(int segment, int width, boolean write, int at, Label miss) {
        code.constant(segment | width << 3 | (write ? 1 << 16 : 0) | (out.addressing.aligned() ? 1 << 17 : 0)).bridge("index", "(II)I").op(DUP).store(at).jump(IFLT, miss);
    }

    /** The same for an address that most likely lies in the page of the stack window, and is aligned. */
    void checkStack(int width, boolean write, int at, Label miss) {
        Label elsewhere = new Label();
        Label done = new Label();
        code.op(DUP).store(ADDRESS).and(0xFFFFF000 | (out.addressing.aligned() ? alignment(width) : Math.min(width, 32) / 8 - 1)).load(WINDOW).jump(IF_ICMPNE, elsewhere);
        if (width > 32) {
            code.load(ADDRESS).and(0xFFF).constant(0x1000 - width / 8).jump(IF_ICMPGT, elsewhere);
        }
        code.load(ADDRESS).and(0xFFF).load(WINDOW_RAM).op(IOR).store(at);
        code.label(done);
        out.aside(() -> {
            code.label(elsewhere);
            code.load(ADDRESS);
            check(width, write, at, miss);
            code.jump(GOTO, done);
        });
    }

    /** Looks at all places of {@code group}: jumps to {@code apart} unless they lie in the stack window, else {@link Locals#GROUP} is the lowest one's index. */
    void checkGroup(StackGroup group, Label apart) {
        // ((ESP + low & page) ^ window) | ((ESP + last & page) ^ window), which is not 0 for a window that is none
        inWindow(group.low());
        inWindow(group.last());
        code.op(IOR).jump(IFNE, apart);
        // not of ESP: it may be the end of that page
        code.load(REGISTER + Registers.ESP).add(group.low()).and(0xFFF).load(WINDOW_RAM).op(IOR).store(GROUP);
    }

    private void inWindow(int displacement) {
        code.load(REGISTER + Registers.ESP).add(displacement).and(0xFFFFF000).load(WINDOW).op(IXOR);
    }

    private void base(int at) {
        code.out.visitFieldInsn(GETSTATIC, owner, "u", UNSAFE_TYPE);
        code.ram().load(at).op(I2L);
        code.out.visitFieldInsn(GETSTATIC, UNSAFE, "ARRAY_BYTE_BASE_OFFSET", "J");
        code.op(LADD);
    }

    private void unchecked(String access, int width, boolean stores) {
        String name = width == 32 ? "Int" : width == 16 ? "Short" : "Byte";
        String type = name.substring(0, 1);
        code.out.visitMethodInsn(INVOKEVIRTUAL, UNSAFE, access + name, "(Ljava/lang/Object;J" + (stores ? type + ")V" : ")" + type), false);
    }

    /** Pushes what is at the checked index, zero-extended. */
    void load(int width, int at) {
        if (unchecked) {
            base(at);
            unchecked("get", width, false);
        } else if (width == 8) {
            code.ram().load(at).op(BALOAD);
        } else {
            code.load(at).bridge("load" + width, "(I)I");
        }
        if (width < 32) {
            code.and(-1 >>> 32 - width);
        }
    }

    /** Stores what is on the stack. */
    void store(int width, int at) {
        if (!unchecked && width > 8) {
            code.load(at).bridge("store" + width, "(II)V");
            return;
        }
        code.store(T2);
        if (unchecked) {
            base(at);
            code.load(T2);
            unchecked("put", width, true);
        } else {
            code.ram().load(at).load(T2).op(BASTORE);
        }
    }

    /** Into the class initialiser: the constants that accesses need. */
    void initialise(ClassVisitor classes, MethodVisitor start) {
        if (unchecked) {
            classes.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, "u", UNSAFE_TYPE, null, null).visitEnd();
            start.visitMethodInsn(INVOKESTATIC, UNSAFE, "getUnsafe", "()" + UNSAFE_TYPE, false);
            start.visitFieldInsn(PUTSTATIC, owner, "u", UNSAFE_TYPE);
        }
    }
}

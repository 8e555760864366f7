package exo86.cpu.fpu;

import exo86.mmu.StateSink;

/**
 * The register stack, control, status and tag words, and the register instructions of the x87 (SDM 1 8.1, 8.3).
 *
 * <p>Registers are numbered by place in the stack here: ST(i) is {@code top + i}. Of a tag only "empty" is state; the other values follow from
 * the contents. The processor moves operands from and to memory and calls in between: {@link #loadSingle} and its neighbours make an operand,
 * {@link #execute} or {@link #arithmetic} uses it; {@link #storeSingle} and its neighbours compute the bits and whether to write them, and
 * {@link #stored} makes the store's other effects once memory has taken it.
 *
 * <p>Invariants: ES and B say whether a flag stands that the control word does not mask. An unmasked invalid, denormal or division exception leaves
 * registers and stack as they were; the others leave the result that the SDM prescribes.
 */
public final class FloatingPointUnit {
    public static final int C0 = 0x100, C1 = 0x200, C2 = 0x400, C3 = 0x4000;
    private static final int CONDITIONS = C0 | C1 | C2 | C3;
    private static final int IE = Rounder.IE, DE = Rounder.DE, ZE = Rounder.ZE, OE = Rounder.OE, UE = Rounder.UE;
    private static final int EXCEPTIONS = 0x3F, SF = 0x40, ES = 0x80, BUSY = 0x8000;
    private static final int CONTROL_KEPT = 0x1F3F, CONTROL_SET = 0x40;

    /** Where the last instruction that was not a control instruction stood, its operand, and the low 11 bits of its opcode. */
    public int instructionOffset, instructionSelector, dataOffset, dataSelector, opcode;

    private final int[] exponents = new int[8];
    private final long[] significands = new long[8];
    private int control, status, top;
    /** Bit i: physical register i is not empty. */
    private int full;

    private final Rounder out = new Rounder();
    private final Arithmetic arithmetic = new Arithmetic(out);
    private final Conversions conversions = new Conversions(out);
    private final Transcendentals transcendentals = new Transcendentals(out);

    /** Operand of the instruction: of a load, or a memory operand. */
    private int operandExponent;
    private long operandSignificand;

    public FloatingPointUnit() {
        reset();
    }

    /** Power-on (SDM 3A table 9-1): exceptions unmasked, registers +0. */
    public void reset() {
        java.util.Arrays.fill(exponents, 0);
        java.util.Arrays.fill(significands, 0);
        initialize();
        control = 0x40;
        full = 0xFF;
    }

    /** FNINIT. */
    public void initialize() {
        control = 0x37F;
        status = 0;
        top = 0;
        full = 0;
        instructionOffset = instructionSelector = dataOffset = dataSelector = opcode = 0;
    }

    // ---- the three words

    public int control() {
        return control;
    }

    public void setControl(int value) {
        control = value & CONTROL_KEPT | CONTROL_SET;
        summarize();
    }

    public int status() {
        return status | top << 11;
    }

    public void setStatus(int value) {
        status = value & (CONDITIONS | EXCEPTIONS | SF);
        top = value >>> 11 & 7;
        summarize();
    }

    /** FNCLEX. */
    public void clearExceptions() {
        status &= CONDITIONS;
    }

    /** An unmasked exception waits for the next waiting instruction. */
    public boolean pending() {
        return (status & ES) != 0;
    }

    /** FNSTENV masks everything after it has stored. */
    public void maskAll() {
        control |= EXCEPTIONS;
        summarize();
    }

    private void summarize() {
        status = (status & EXCEPTIONS & ~control) != 0 ? status | ES | BUSY : status & ~(ES | BUSY);
    }

    /** The full tag word: 0 valid, 1 zero, 2 special, 3 empty, two bits for each physical register. */
    public int tags() {
        int tags = 0;
        for (int k = 0; k < 8; k++) {
            tags |= tag(k) << 2 * k;
        }
        return tags;
    }

    private int tag(int k) {
        if ((full >>> k & 1) == 0) {
            return 3;
        }
        int exponent = Extended.exponent(exponents[k]);
        if (exponent == 0 && significands[k] == 0) {
            return 1;
        }
        return exponent == 0 || exponent == Extended.MAX_EXPONENT || significands[k] >= 0 ? 2 : 0;
    }

    public void setTags(int tags) {
        full = 0;
        for (int k = 0; k < 8; k++) {
            full |= (tags >>> 2 * k & 3) != 3 ? 1 << k : 0;
        }
    }

    // ---- registers

    /** Sign and exponent of ST(i), whatever its tag. */
    public int exponent(int i) {
        return exponents[top + i & 7];
    }

    public long significand(int i) {
        return significands[top + i & 7];
    }

    /** Puts a value in ST(i) and leaves its tag. */
    public void setRegister(int i, int exponent, long significand) {
        exponents[top + i & 7] = exponent & 0xFFFF;
        significands[top + i & 7] = significand;
    }

    private boolean empty(int i) {
        return (full >>> (top + i & 7) & 1) == 0;
    }

    private void put(int i, int exponent, long significand) {
        setRegister(i, exponent, significand);
        full |= 1 << (top + i & 7);
    }

    private void putResult(int i) {
        put(i, out.exponent, out.significand);
    }

    private void putIndefinite(int i) {
        put(i, Extended.INDEFINITE_EXPONENT, Extended.INDEFINITE);
    }

    private void free(int i) {
        full &= ~(1 << (top + i & 7));
    }

    private void pop() {
        free(0);
        top = top + 1 & 7;
    }

    private void push(int exponent, long significand) {
        top = top - 1 & 7;
        put(0, exponent, significand);
    }

    // ---- exceptions

    private void begin() {
        out.begin(control);
        status &= ~C1;
    }

    /** Takes over the exceptions of the operation; false if an unmasked one keeps its result away. */
    private boolean accept() {
        int raised = out.flags;
        boolean aborted = (raised & ~control & (IE | DE | ZE)) != 0;
        status |= aborted ? raised & (IE | DE | ZE) : raised;
        if (out.up && !aborted) {
            status |= C1;
        }
        summarize();
        return !aborted;
    }

    /** True if the exception is masked, so that the instruction goes on with indefinite values. */
    private boolean stackFault(boolean overflow) {
        status = status & ~C1 | IE | SF | (overflow ? C1 : 0);
        summarize();
        return (control & IE) != 0;
    }

    /** If one of the two is empty: the masked answer into {@code destination}, and true. */
    private boolean missing(int i, int j, int destination, boolean pops) {
        if (!empty(i) && !empty(j)) {
            return false;
        }
        if (stackFault(false)) {
            putIndefinite(destination);
            if (pops) {
                pop();
            }
        }
        return true;
    }

    // ---- operands from memory: each makes the operand for the next call

    public void loadSingle(int bits) {
        begin();
        conversions.fromSingle(bits);
        takeOperand();
    }

    public void loadDouble(long bits) {
        begin();
        conversions.fromDouble(bits);
        takeOperand();
    }

    public void loadInteger(long value) {
        begin();
        conversions.fromInteger(value);
        takeOperand();
    }

    public void loadDecimal(long low, int high) {
        begin();
        conversions.fromDecimal(low, high);
        takeOperand();
    }

    public void loadExtended(int exponent, long significand) {
        begin();
        out.set(exponent, significand);
        takeOperand();
    }

    private void takeOperand() {
        operandExponent = out.exponent;
        operandSignificand = out.significand;
    }

    /** Pushes the operand; {@code real} if it was a single or double, of which signaling NaNs and denormals are exceptions. */
    public void pushOperand(boolean real) {
        if (!empty(-1)) {
            if (stackFault(true)) {
                push(Extended.INDEFINITE_EXPONENT, Extended.INDEFINITE);
            }
            return;
        }
        if (real) {
            out.notANumber(operandExponent, operandSignificand);
            if (out.memoryDenormal) {
                out.flags |= DE;
            }
        }
        boolean invalid = (out.flags & ~control & IE) != 0;
        accept();
        if (!invalid) {
            push(out.exponent, out.significand);
        }
    }

    /** ST(0) op operand, by number: ADD MUL COM COMP SUB SUBR DIV DIVR. */
    public void arithmetic(int operation) {
        if (operation == 2 || operation == 3) {
            compareOperand(operation == 3);
            return;
        }
        if (missing(0, 0, 0, false)) {
            return;
        }
        compute(operation, operandExponent, operandSignificand);
        if (accept()) {
            putResult(0);
        }
    }

    private void compute(int operation, int be, long bs) {
        int ae = exponent(0);
        long as = significand(0);
        switch (operation) {
            case 0 -> arithmetic.add(ae, as, be, bs, false);
            case 1 -> arithmetic.multiply(ae, as, be, bs);
            case 4 -> arithmetic.add(ae, as, be, bs, true);
            case 5 -> arithmetic.add(be, bs, ae, as, true);
            case 6 -> arithmetic.divide(ae, as, be, bs);
            default -> arithmetic.divide(be, bs, ae, as);
        }
    }

    // ---- comparisons

    private void compareOperand(boolean pops) {
        if (empty(0)) {
            setConditions(Arithmetic.UNORDERED);
            if (stackFault(false) && pops) {
                pop();
            }
            return;
        }
        setConditions(arithmetic.compare(exponent(0), significand(0), operandExponent, operandSignificand, false));
        if (accept() && pops) {
            pop();
        }
    }

    private void setConditions(int order) {
        status = status & ~(C0 | C2 | C3) | switch (order) {
            case Arithmetic.GREATER -> 0;
            case Arithmetic.LESS -> C0;
            case Arithmetic.EQUAL -> C3;
            default -> C0 | C2 | C3;
        };
    }

    private void compare(int i, boolean quiet, int pops) {
        begin();
        boolean goesOn;
        if (empty(0) || empty(i)) {
            setConditions(Arithmetic.UNORDERED);
            goesOn = stackFault(false);
        } else {
            setConditions(arithmetic.compare(exponent(0), significand(0), exponent(i), significand(i), quiet));
            goesOn = accept();
        }
        for (int k = 0; goesOn && k < pops; k++) {
            pop();
        }
    }

    /** FCOMI and its kin: C0, C2 and C3 stay; their values, in the places C0, C2 and C3, are returned for CF, PF and ZF. */
    public int compareForFlags(int i, boolean quiet, boolean pops) {
        int kept = status & (C0 | C2 | C3);
        compare(i, quiet, pops ? 1 : 0);
        int conditions = status & (C0 | C2 | C3);
        status = status & ~(C0 | C2 | C3) | kept;
        return conditions;
    }

    /** FCMOVcc, which leaves C1 alone. */
    public void moveIf(int i, boolean condition) {
        if (!missing(0, i, 0, false) && condition) {
            put(0, exponent(i), significand(i));
        }
    }

    // ---- stores: compute, write if canStore, then stored

    private boolean canStore;

    /** Whether the value that a store method has returned is to be written. */
    public boolean canStore() {
        return canStore;
    }

    private boolean beginStore() {
        begin();
        canStore = true;
        if (empty(0)) {
            out.flags = IE | SF;
            canStore = (control & IE) != 0;
            return false;
        }
        return true;
    }

    private void endStore() {
        canStore = (out.flags & ~control & (IE | OE | UE)) == 0;
    }

    public int storeSingle() {
        if (!beginStore()) {
            return 0xFFC00000;
        }
        int bits = conversions.toSingle(exponent(0), significand(0));
        endStore();
        return bits;
    }

    public long storeDouble() {
        if (!beginStore()) {
            return 0xFFF8000000000000L;
        }
        long bits = conversions.toDouble(exponent(0), significand(0));
        endStore();
        return bits;
    }

    public long storeInteger(int bits) {
        if (!beginStore()) {
            return -1L << bits - 1;
        }
        long value = conversions.toInteger(exponent(0), significand(0), bits);
        endStore();
        return value;
    }

    /** The low eight bytes; {@link #storedHigh} has the other two. */
    public long storeDecimal() {
        if (!beginStore()) {
            storedHigh = Conversions.DECIMAL_INDEFINITE_TOP;
            return Conversions.DECIMAL_INDEFINITE_LOW;
        }
        long low = conversions.toDecimal(exponent(0), significand(0));
        storedHigh = conversions.decimalTop;
        endStore();
        return low;
    }

    public long storeExtended() {
        boolean there = beginStore();
        storedHigh = there ? exponent(0) : Extended.INDEFINITE_EXPONENT;
        return there ? significand(0) : Extended.INDEFINITE;
    }

    private int storedHigh;

    /** Bytes 8 and 9 of the packed decimal or extended real being stored. */
    public int storedHigh() {
        return storedHigh;
    }

    /** The store's exceptions, and its pop if there was one and it was not kept away. */
    public void stored(boolean pops) {
        status |= canStore ? out.flags : out.flags & (IE | OE | UE | SF);
        if (canStore && out.up) {
            status |= C1;
        }
        summarize();
        if (pops && canStore) {
            pop();
        }
    }

    // ---- register forms

    /** The instruction D8+{@code escape} with register {@code modrm}, but for those that touch the processor's own registers. */
    public void execute(int escape, int modrm) {
        int operation = modrm >>> 3 & 7;
        int i = modrm & 7;
        switch (escape) {
            case 0 -> {
                if (operation == 2 || operation == 3) {
                    compare(i, false, operation - 2);
                } else {
                    arithmetic(operation, i, 0, false);
                }
            }
            case 1 -> executeD9(modrm);
            case 2 -> compare(1, true, 2);
            case 4 -> {
                if (operation == 2 || operation == 3) {
                    compare(i, false, operation - 2);
                } else {
                    arithmetic(operation, i, i, false);
                }
            }
            case 5 -> {
                switch (operation) {
                    case 0 -> {
                        begin();
                        free(i);
                    }
                    case 1 -> exchange(i);
                    case 2, 3 -> store(i, operation == 3);
                    default -> compare(i, true, operation - 4);
                }
            }
            case 6 -> {
                if (operation == 2) {
                    compare(i, false, 1);
                } else if (operation == 3) {
                    compare(1, false, 2);
                } else {
                    arithmetic(operation, i, i, true);
                }
            }
            default -> {
                switch (operation) {
                    case 0 -> {
                        begin();
                        free(i);
                        pop();
                    }
                    case 1 -> exchange(i);
                    default -> store(i, true);
                }
            }
        }
    }

    private void arithmetic(int operation, int i, int destination, boolean pops) {
        begin();
        if (missing(0, i, destination, pops)) {
            return;
        }
        compute(operation, exponent(i), significand(i));
        if (accept()) {
            putResult(destination);
            if (pops) {
                pop();
            }
        }
    }

    private void exchange(int i) {
        begin();
        if (empty(0) || empty(i)) {
            if (!stackFault(false)) {
                return;
            }
            if (empty(0)) {
                putIndefinite(0);
            }
            if (empty(i)) {
                putIndefinite(i);
            }
        }
        int e = exponent(0);
        long s = significand(0);
        setRegister(0, exponent(i), significand(i));
        setRegister(i, e, s);
    }

    private void store(int i, boolean pops) {
        begin();
        if (missing(0, 0, i, pops)) {
            return;
        }
        put(i, exponent(0), significand(0));
        if (pops) {
            pop();
        }
    }

    private void executeD9(int modrm) {
        int i = modrm & 7;
        switch (modrm >>> 3 & 7) {
            case 0 -> {
                begin();
                boolean missing = empty(i);
                int e = exponent(i);
                long s = significand(i);
                if (missing || !empty(-1)) {
                    pushMissing(!missing);
                } else {
                    push(e, s);
                }
            }
            case 1 -> exchange(i);
            case 2 -> { }
            case 3 -> {
                // the one form of FSTP that takes an empty register for granted
                if (empty(0)) {
                    begin();
                    pop();
                } else {
                    store(i, true);
                }
            }
            case 4 -> sign(i);
            case 5 -> constant(i);
            case 6 -> executeF0(i);
            default -> executeF8(i);
        }
    }

    private void pushMissing(boolean overflow) {
        if (stackFault(overflow)) {
            push(Extended.INDEFINITE_EXPONENT, Extended.INDEFINITE);
        }
    }

    /** FCHS, FABS, FTST, FXAM. */
    private void sign(int i) {
        begin();
        if (i == 5) {
            examine();
        } else if (i == 4) {
            operandExponent = 0;
            operandSignificand = 0;
            compareOperand(false);
        } else if (!missing(0, 0, 0, false)) {
            int e = exponent(0);
            setRegister(0, i == 0 ? e ^ Extended.SIGN : e & ~Extended.SIGN, significand(0));
        }
    }

    private void examine() {
        int e = exponent(0);
        long s = significand(0);
        int kind = empty(0) ? C3 | C0 : Extended.isUnsupported(e, s) ? 0 : Extended.isNan(e, s) ? C0 : Extended.isInfinity(e, s) ? C2 | C0
            : Extended.isZero(e, s) ? C3 : Extended.isDenormal(e, s) ? C3 | C2 : C2;
        status = status & ~CONDITIONS | kind | (Extended.negative(e) ? C1 : 0);
    }

    /** FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2, FLDZ: rounded as the control word says, without an exception. */
    private void constant(int i) {
        begin();
        if (!empty(-1)) {
            pushMissing(true);
            return;
        }
        switch (i) {
            case 0 -> out.set(Extended.BIAS, Extended.ONE);
            case 1 -> transcendentals.round(Transcendentals.LOG2_10, false);
            case 2 -> transcendentals.round(Transcendentals.LOG2_E, false);
            case 3 -> transcendentals.round(Transcendentals.PI, false);
            case 4 -> transcendentals.round(Transcendentals.LOG10_2, false);
            case 5 -> transcendentals.round(Transcendentals.LN2, false);
            default -> out.setZero(false);
        }
        push(out.exponent, out.significand);
    }

    /** F2XM1, FYL2X, FPTAN, FPATAN, FXTRACT, FPREM1, FDECSTP, FINCSTP. */
    private void executeF0(int i) {
        begin();
        status &= i == 2 || i == 5 ? ~C2 : -1;
        switch (i) {
            case 0 -> {
                if (!missing(0, 0, 0, false)) {
                    transcendentals.powerMinusOne(exponent(0), significand(0));
                    finish();
                }
            }
            case 1, 3 -> twoToOne(i);
            case 2 -> tangent();
            case 4 -> extract();
            case 5 -> remainder(true);
            default -> top = top + (i == 6 ? -1 : 1) & 7;
        }
    }

    /** FPREM, FYL2XP1, FSQRT, FSINCOS, FRNDINT, FSCALE, FSIN, FCOS. */
    private void executeF8(int i) {
        begin();
        status &= i == 0 || i == 3 || i >= 6 ? ~C2 : -1;
        if (i == 1) {
            twoToOne(i + 8);
            return;
        }
        if (i == 3) {
            sineAndCosine();
            return;
        }
        boolean two = i == 0 || i == 5;
        if (missing(0, two ? 1 : 0, 0, false)) {
            return;
        }
        int e = exponent(0);
        long s = significand(0);
        switch (i) {
            case 0 -> remainder(false);
            case 2 -> {
                arithmetic.squareRoot(e, s);
                finish();
            }
            case 4 -> {
                arithmetic.roundToInteger(e, s);
                finish();
            }
            case 5 -> {
                arithmetic.scale(e, s, exponent(1), significand(1));
                finish();
            }
            default -> {
                if (inRange()) {
                    if (i == 6) {
                        transcendentals.sine(e, s);
                    } else {
                        transcendentals.cosine(e, s);
                    }
                    finish();
                }
            }
        }
    }

    private void finish() {
        if (accept()) {
            putResult(0);
        }
    }

    /** C2 says that the operand was too large to be reduced, and stays. */
    private boolean inRange() {
        boolean tooLarge = Transcendentals.tooLarge(exponent(0), significand(0));
        status = tooLarge ? status | C2 : status & ~C2;
        return !tooLarge;
    }

    /** FYL2X, FPATAN, FYL2XP1: ST(1) and ST(0) become one. */
    private void twoToOne(int i) {
        if (missing(0, 1, 1, true)) {
            return;
        }
        int xe = exponent(0), ye = exponent(1);
        long xs = significand(0), ys = significand(1);
        if (i == 1) {
            transcendentals.logarithm(ye, ys, xe, xs);
        } else if (i == 3) {
            transcendentals.arctangent(ye, ys, xe, xs);
        } else {
            transcendentals.logarithmPlusOne(ye, ys, xe, xs);
        }
        if (accept()) {
            putResult(1);
            pop();
        }
    }

    private void remainder(boolean nearest) {
        if (missing(0, 1, 0, false)) {
            return;
        }
        arithmetic.remainder(exponent(0), significand(0), exponent(1), significand(1), nearest);
        int q = arithmetic.quotient;
        boolean valid = (out.flags & IE) == 0 && !Extended.isNan(out.exponent, out.significand);
        if (accept()) {
            if (valid) {
                status &= ~CONDITIONS;
            }
            if (arithmetic.partial) {
                status |= C2;
            } else if (valid) {
                status |= ((q & 1) != 0 ? C1 : 0) | ((q & 2) != 0 ? C3 : 0) | ((q & 4) != 0 ? C0 : 0);
            }
            putResult(0);
        }
    }

    // ---- one operand, two results

    /** The checks: an operand, and room for a second result. */
    private boolean roomForTwo() {
        if (!empty(0) && empty(-1)) {
            return true;
        }
        if (stackFault(!empty(0))) {
            putIndefinite(0);
            push(Extended.INDEFINITE_EXPONENT, Extended.INDEFINITE);
        }
        return false;
    }

    private void tangent() {
        if (!roomForTwo() || !inRange()) {
            return;
        }
        transcendentals.tangent(exponent(0), significand(0));
        if (accept()) {
            putResult(0);
            if (Extended.isNan(out.exponent, out.significand)) {
                push(out.exponent, out.significand);
            } else {
                push(Extended.BIAS, Extended.ONE);
            }
        }
    }

    private void sineAndCosine() {
        if (!roomForTwo() || !inRange()) {
            return;
        }
        int e = exponent(0);
        long s = significand(0);
        transcendentals.sine(e, s);
        int sineExponent = out.exponent;
        long sineSignificand = out.significand;
        transcendentals.cosine(e, s);
        if (accept()) {
            put(0, sineExponent, sineSignificand);
            push(out.exponent, out.significand);
        }
    }

    private void extract() {
        if (!roomForTwo()) {
            return;
        }
        int e = exponent(0);
        long s = significand(0);
        int firstExponent;
        long firstSignificand;
        if (out.notANumber(e, s)) {
            firstExponent = out.exponent;
            firstSignificand = out.significand;
        } else if (Extended.isInfinity(e, s)) {
            firstExponent = Extended.MAX_EXPONENT;
            firstSignificand = Extended.ONE;
            out.set(e, s);
        } else if (Extended.isZero(e, s)) {
            out.flags |= ZE;
            firstExponent = Extended.SIGN | Extended.MAX_EXPONENT;
            firstSignificand = Extended.ONE;
            out.set(e, s);
        } else {
            out.denormal(e, s);
            conversions.fromInteger(Extended.normalExponent(e, s) - Extended.BIAS);
            firstExponent = out.exponent;
            firstSignificand = out.significand;
            out.set(e & Extended.SIGN | Extended.BIAS, Extended.normalized(s));
        }
        if (accept()) {
            put(0, firstExponent, firstSignificand);
            push(out.exponent, out.significand);
        }
    }

    /** Adds all of the unit's state. */
    public void hash(StateSink sink) {
        for (int k = 0; k < 8; k++) {
            sink.add(exponents[k]);
            sink.add(significands[k]);
        }
        sink.add((long) control << 32 | status());
        sink.add(full);
        sink.add((long) instructionSelector << 32 | instructionOffset & 0xFFFFFFFFL);
        sink.add((long) dataSelector << 32 | dataOffset & 0xFFFFFFFFL);
        sink.add(opcode);
    }
}

package exo86.asm;

import exo86.isa.Condition;
import exo86.isa.InstructionTable;
import exo86.isa.Op;
import exo86.isa.Row;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a mnemonic means: NASM has several for one operation, with sizes and conditions in the name.
 *
 * @param operandSize 16 or 32 if the name fixes it ({@code pushad}), else 0
 * @param addressSize the same for {@code jcxz} and {@code jecxz}
 * @param stringWidth element width in bits of a string instruction with the size in its name, else 0
 * @param waits       an FWAIT goes before it: {@code finit} is {@code fwait; fninit}
 */
record Mnemonic(Op op, int condition, int operandSize, int addressSize, int stringWidth, boolean waits) {
    private static final Map<String, Mnemonic> ALL = new HashMap<>(1024);
    private static final Set<Op> NOT_WRITTEN = EnumSet.of(Op.INVALID, Op.TOO_LONG, Op.FOREIGN, Op.J, Op.SET, Op.CMOV, Op.CALLF, Op.JMPF, Op.JCXZ);
    private static final String[] CONDITIONS = {"o", "no", "b", "c", "nae", "ae", "nb", "nc", "e", "z", "ne", "nz", "be", "na", "a", "nbe", "s", "ns", "p", "pe",
        "np", "po", "l", "nge", "ge", "nl", "le", "ng", "g", "nle"};

    static {
        for (Op op : Op.values()) {
            if (!NOT_WRITTEN.contains(op)) {
                add(op.mnemonic(), op, 0);
            }
        }
        for (Row row : InstructionTable.rows()) {
            if (row.sized() && !NOT_WRITTEN.contains(row.op)) {
                add(row.op.mnemonic() + "w", row.op, 16);
                add(row.op.mnemonic() + "d", row.op, 32);
            }
        }
        for (String condition : CONDITIONS) {
            conditional("j", Op.J, condition);
            conditional("set", Op.SET, condition);
            conditional("cmov", Op.CMOV, condition);
        }
        for (Op op : new Op[] {Op.MOVS, Op.CMPS, Op.STOS, Op.LODS, Op.SCAS, Op.INS, Op.OUTS}) {
            string(op, "b", 8);
            string(op, "w", 16);
            string(op, "d", 32);
        }
        ALL.put("jcxz", new Mnemonic(Op.JCXZ, Condition.NONE, 0, 16, 0, false));
        ALL.put("jecxz", new Mnemonic(Op.JCXZ, Condition.NONE, 0, 32, 0, false));
        add("xlatb", Op.XLAT, 0);
        add("sal", Op.SHL, 0);
        add("retn", Op.RET, 0);
        add("loopz", Op.LOOPE, 0);
        add("loopnz", Op.LOOPNE, 0);
        add("wait", Op.FWAIT, 0);
        add("int03", Op.INT3, 0);
        add("int01", Op.INT1, 0);
        add("icebp", Op.INT1, 0);
        for (Op op : new Op[] {Op.FNINIT, Op.FNCLEX, Op.FNSTCW, Op.FNSTSW, Op.FNSTENV, Op.FNSAVE}) {
            String name = op.name().toLowerCase(Locale.ROOT).replaceFirst("fn", "f");
            ALL.put(name, new Mnemonic(op, Condition.NONE, 0, 0, 0, true));
        }
    }

    static Optional<Mnemonic> of(String name) {
        return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
    }

    Mnemonic with(Op other) {
        return new Mnemonic(other, condition, operandSize, addressSize, stringWidth, waits);
    }

    private static void add(String name, Op op, int operandSize) {
        ALL.put(name, new Mnemonic(op, Condition.NONE, operandSize, 0, 0, false));
    }

    private static void conditional(String stem, Op op, String condition) {
        ALL.put(stem + condition, new Mnemonic(op, Condition.parse(condition), 0, 0, 0, false));
    }

    private static void string(Op op, String suffix, int width) {
        ALL.put(op.mnemonic() + suffix, new Mnemonic(op, Condition.NONE, 0, 0, width, false));
    }
}

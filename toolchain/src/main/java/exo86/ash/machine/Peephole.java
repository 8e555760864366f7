package exo86.ash.machine;

import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * Shorter instructions for the same, once registers are known. It goes through each block from its end, so that it knows whether anyone still wants
 * the flags; they do not live from block to block.
 */
public final class Peephole {
    private Peephole() {
    }

    public static void run(Procedure procedure) {
        procedure.blocks().forEach(Peephole::block);
    }

    private static void block(Block block) {
        List<Instruction> code = block.code();
        boolean flags = false;
        for (int i = code.size() - 1; i >= 0; i--) {
            Instruction instruction = code.get(i);
            if (instruction.isRemark()) {
                continue;
            }
            if (!flags) {
                shorten(instruction);
            }
            if (instruction.op() == Op.TEST && isTestOfItself(instruction) && alreadyTested(code, i)) {
                code.remove(i);
                flags = true;
                continue;
            }
            flags = Roles.readsFlags(instruction.op()) || flags && !Roles.writesFlags(instruction.op());
        }
        forward(code);
    }

    private static void shorten(Instruction i) {
        switch (i.op()) {
            case MOV -> {
                if (i.operand(0) instanceof Operand.Register to && to.width() == 32 && i.operand(1) instanceof Operand.Immediate(int value, String symbol)
                        && value == 0 && symbol.isEmpty()) {
                    i.become(Op.XOR, to, to);
                }
            }
            case ADD, SUB -> {
                if (i.operand(1) instanceof Operand.Immediate(int value, String symbol) && symbol.isEmpty()) {
                    if (value == 1 || value == -1) {
                        i.become((i.op() == Op.ADD) == (value == 1) ? Op.INC : Op.DEC, i.operand(0));
                    } else if (value == 128) {
                        i.become(i.op() == Op.ADD ? Op.SUB : Op.ADD, i.operand(0), Operand.Immediate.of(-128));
                    }
                }
            }
            case LEA -> lea(i, (Operand.Memory) i.operand(1), (Operand.Register) i.operand(0));
            default -> {
            }
        }
    }

    private static void lea(Instruction i, Operand.Memory sum, Operand.Register to) {
        if (sum.slot() != Slot.NONE || to.number() == Registers.ESP) {
            return;
        }
        boolean baseIsTarget = sum.base() == to.number();
        boolean indexIsTarget = sum.index() == to.number();
        if (sum.symbol().isEmpty() && sum.index() == Registers.NONE && baseIsTarget) {
            i.become(Op.ADD, to, Operand.Immediate.of(sum.displacement()));
            shorten(i);
        } else if (sum.displacement() == 0 && sum.symbol().isEmpty() && sum.base() != Registers.NONE && sum.index() != Registers.NONE) {
            if (baseIsTarget && indexIsTarget && (sum.scale() == 1)) {
                i.become(Op.ADD, to, to);
            } else if (baseIsTarget && !indexIsTarget && sum.scale() == 1) {
                i.become(Op.ADD, to, Operand.Register.of(sum.index()));
            } else if (indexIsTarget && !baseIsTarget && sum.scale() == 1) {
                i.become(Op.ADD, to, Operand.Register.of(sum.base()));
            }
        } else if (sum.displacement() == 0 && sum.symbol().isEmpty() && sum.base() == Registers.NONE && indexIsTarget) {
            i.become(Op.SHL, to, Operand.Immediate.of(Integer.numberOfTrailingZeros(sum.scale())));
        } else if (!sum.hasRegisters()) {
            i.become(Op.MOV, to, new Operand.Immediate(sum.displacement(), sum.symbol()));
        } else if (!sum.symbol().isEmpty() && sum.index() == Registers.NONE && baseIsTarget) {
            i.become(Op.ADD, to, new Operand.Immediate(sum.displacement(), sum.symbol()));
        }
    }

    private static boolean isTestOfItself(Instruction test) {
        return test.register(0) >= 0 && test.operand(0).equals(test.operand(1));
    }

    /** The instruction before left the flags of that register's value, as far as those behind want to know: zero and sign. */
    private static boolean alreadyTested(List<Instruction> code, int test) {
        for (int i = test + 1; i < code.size(); i++) {
            Instruction reader = code.get(i);
            if (Roles.readsFlags(reader.op())) {
                boolean fine = reader.condition() == Condition.E || reader.condition() == Condition.NE || reader.condition() == Condition.S
                        || reader.condition() == Condition.NS;
                if (!fine) {
                    return false;
                }
            } else if (Roles.writesFlags(reader.op())) {
                break;
            }
        }
        Operand.Register register = (Operand.Register) code.get(test).operand(0);
        for (int i = test - 1; i >= 0; i--) {
            Instruction before = code.get(i);
            if (before.isRemark()) {
                continue;
            }
            switch (before.op()) {
                case ADD, SUB, AND, OR, XOR, INC, DEC, NEG -> {
                    return before.operand(0).equals(register);
                }
                case SHL, SHR, SAR -> {
                    return before.operand(0).equals(register) && before.operand(1) instanceof Operand.Immediate(int n, String none) && n != 0;
                }
                case LEA -> {
                    if (before.register(0) != register.number()) {
                        continue;
                    }
                    shorten(before);
                    return before.op() == Op.ADD || before.op() == Op.INC || before.op() == Op.DEC || before.op() == Op.SHL;
                }
                case MOV -> {
                    if (before.isDefinitionOf(register.number())) {
                        return false;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    /** A word that was just stored or loaded is not loaded again. */
    private static void forward(List<Instruction> code) {
        List<Instruction> gone = new ArrayList<>();
        for (int i = 1; i < code.size(); i++) {
            Instruction now = code.get(i);
            Instruction before = code.get(i - 1);
            boolean reload = now.op() == Op.MOV && before.op() == Op.MOV && now.operand(0) instanceof Operand.Register to && to.width() == 32
                    && now.operand(1) instanceof Operand.Memory from && from.slot().kind() == Slot.Kind.SPILL && before.operand(0).equals(from)
                    && before.register(1) >= 0;
            if (reload) {
                if (now.register(0) == before.register(1)) {
                    gone.add(now);
                } else {
                    now.operand(1, before.operand(1));
                }
            }
        }
        code.removeAll(gone);
    }
}

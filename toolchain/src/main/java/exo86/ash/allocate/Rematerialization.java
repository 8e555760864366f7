package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Folding;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Slot;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.List;

/**
 * Makes a constant or an address anew wherever it is needed, instead of keeping it: as an immediate operand, as a displacement, or in a register that lives for
 * one instruction.
 */
final class Rematerialization {
    private final Procedure procedure;
    private final Values values;
    private final int register;
    private final Origin origin;

    Rematerialization(Procedure procedure, Values values, int register, Origin origin) {
        this.procedure = procedure;
        this.values = values;
        this.register = register;
        this.origin = origin;
    }

    /** Afterwards nothing mentions the register. */
    void run() {
        procedure.blocks().forEach(this::remake);
    }

    private void remake(Block block) {
        List<Instruction> code = block.code();
        for (int i = 0; i < code.size(); i++) {
            Instruction instruction = code.get(i);
            if (!instruction.mentions(register)) {
                continue;
            }
            if (instruction.isDefinitionOf(register)) {
                code.remove(i--);
                continue;
            }
            for (int n = 0; n < instruction.count(); n++) {
                remakeOperand(instruction, n);
            }
            if (instruction.mentions(register)) {
                if (instruction.isRemark()) {
                    instruction.become(Op.NOP, variable(instruction));
                    continue;
                }
                int name = procedure.register();
                values.fix(name);
                code.add(i++, switch (origin) {
                    case Origin.Constant(Operand.Immediate value) -> new Instruction(instruction.at(), Op.MOV, Operand.Register.of(name), value);
                    case Origin.Address(Operand.Memory place) -> new Instruction(instruction.at(), Op.LEA, Operand.Register.of(name), place);
                    default -> throw new IllegalStateException("made from " + origin);
                });
                instruction.rename(r -> r == register ? name : r);
            }
        }
    }

    private void remakeOperand(Instruction instruction, int n) {
        Operand operand = instruction.operand(n);
        if (operand instanceof Operand.Register(int number, int width) && number == register) {
            if (origin instanceof Origin.Constant(Operand.Immediate value) && (instruction.isRemark()
                    || Folding.takesImmediate(instruction, n) && (width == 32 || value.isNumber()))) {
                Operand.Immediate fitting = width == 32 ? value : Operand.Immediate.of(width == 8 ? (byte) value.value() : (short) value.value());
                Folding.immediate(instruction, n, fitting);
            }
        } else if (operand instanceof Operand.Memory memory && !instruction.isRemark()) {
            Operand.Memory changed = memory;
            if (changed.base() == register) {
                changed = add(changed.with(Registers.NONE, changed.index()), changed);
            }
            if (changed.index() == register && changed.scale() == 1) {
                changed = add(changed.with(changed.base(), Registers.NONE), changed);
            } else if (changed.index() == register && origin instanceof Origin.Constant(Operand.Immediate value) && value.isNumber()) {
                changed = changed.with(changed.base(), Registers.NONE).plus(value.value() * changed.scale());
            }
            instruction.operand(n, changed);
        }
    }

    /** The address with the constant as displacement, or, where there is no room for it, as it was. */
    private Operand.Memory add(Operand.Memory without, Operand.Memory with) {
        return switch (origin) {
            case Origin.Constant(Operand.Immediate(int value, String symbol)) when symbol.isEmpty() -> without.plus(value);
            case Origin.Constant(Operand.Immediate(int value, String symbol)) when without.symbol().isEmpty() && without.slot() == Slot.NONE ->
                new Operand.Memory(without.base(), without.index(), without.scale(), without.displacement() + value, symbol, Slot.NONE, without.width());
            case Origin.Address(Operand.Memory place) when without.symbol().isEmpty() && without.slot() == Slot.NONE
                    && without.base() == Registers.NONE && place.symbol().isEmpty() ->
                new Operand.Memory(Registers.NONE, without.index(), without.scale(), without.displacement() + place.displacement(), "", place.slot(),
                        without.width());
            default -> with;
        };
    }

    private static Operand variable(Instruction remark) {
        for (int n = 0; n < remark.count(); n++) {
            if (remark.operand(n) instanceof Operand.Name variable) {
                return variable;
            }
        }
        throw new IllegalStateException("a remark about nothing");
    }
}

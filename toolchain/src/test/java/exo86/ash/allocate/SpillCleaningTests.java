package exo86.ash.allocate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.ir.Position;
import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Slot;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of loads and stores of a slot: first on two ways of which one may change the register. */
final class SpillCleaningTests {
    private static final Position AT = Position.of(new Span(new SourceFile("hand.ash", "made by hand\n"), 0, 4));
    private static final Operand EAX = Operand.Register.of(Registers.EAX);
    private static final Operand EBX = Operand.Register.of(Registers.EBX);
    private static final Operand ECX = Operand.Register.of(Registers.ECX);

    private final Operand slot = Operand.Memory.at(new Slot(Slot.Kind.SPILL, 4), 0);
    private final Procedure procedure = new Procedure("hand");
    private final Block first = procedure.block();
    private final Block way = procedure.block();
    private final Block last = procedure.block();

    @BeforeEach
    void twoWays() {
        add(first, Op.MOV, slot, EBX);
        first.add(new Instruction(AT, Op.J, Condition.E, 0, 0, new Operand.Target(last)));
        add(first, Op.JMP, new Operand.Target(way));
        procedure.blocks().add(first);
        procedure.blocks().add(way);
        procedure.blocks().add(last);
    }

    private static void add(Block block, Op op, Operand... operands) {
        block.add(new Instruction(AT, op, operands));
    }

    private void rest() {
        add(way, Op.JMP, new Operand.Target(last));
        add(last, Op.ADD, EAX, slot);
        last.add(new Instruction(AT, Op.RET, Condition.NONE, 1 << Registers.EAX, 0));
        SpillCleaning.run(procedure);
    }

    @Test
    void aRegisterThatHoldsTheSameTakesTheSlotsPlace() {
        add(way, Op.MOV, ECX, slot);
        add(way, Op.MOV, slot, ECX);
        rest();
        assertEquals("""
                hand:
                b0:
                    je b2
                    jmp b1
                b1:
                    mov ecx, ebx
                    jmp b2
                b2:
                    add eax, ebx
                    ret
                """, procedure.toString().replaceAll(" +;.*", ""));
    }

    @Test
    void theSlotIsReadWhereOneWayChangesTheRegister() {
        add(way, Op.ADD, EBX, ECX);
        rest();
        assertEquals("""
                hand:
                b0:
                    mov [spill0], ebx
                    je b2
                    jmp b1
                b1:
                    add ebx, ecx
                    jmp b2
                b2:
                    add eax, [spill0]
                    ret
                """, procedure.toString().replaceAll(" +;.*", ""));
    }

    @Test
    void aSumInTheSlotIsInNoRegister() {
        add(way, Op.ADD, slot, ECX);
        rest();
        assertEquals("""
                hand:
                b0:
                    mov [spill0], ebx
                    je b2
                    jmp b1
                b1:
                    add [spill0], ecx
                    jmp b2
                b2:
                    add eax, [spill0]
                    ret
                """, procedure.toString().replaceAll(" +;.*", ""));
    }
}

package exo86.ash.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.ir.Position;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A walk along a list: {@code x = [at+4]; before = at; at = x}, with the copies where selection puts them. */
final class EarlyCopiesTests {
    private static final Position AT = Position.of(new Span(new SourceFile("hand.ash", "made by hand\n"), 0, 4));

    private final Procedure procedure = new Procedure("walk");
    private final Block entry = block();
    private final Block body = block();
    private final Block end = block();
    private final int at = procedure.register();
    private final int next = procedure.register();
    private final int loaded = procedure.register();
    private final int before = procedure.register();

    private Block block() {
        Block block = procedure.block();
        procedure.blocks().add(block);
        return block;
    }

    private static void add(Block block, Op op, Operand... operands) {
        block.add(new Instruction(AT, op, operands));
    }

    private static Operand.Register word(int register) {
        return Operand.Register.of(register);
    }

    private static Operand.Memory field(int register) {
        return new Operand.Memory(register, Registers.NONE, 1, 4, "", Slot.NONE, 32);
    }

    /** The body goes on to {@code end}, which stores to where {@code before} points. */
    private void walk(boolean readLater) {
        add(entry, Op.MOV, word(at), Operand.Immediate.of(64));
        add(entry, Op.JMP, new Operand.Target(body));
        add(body, Op.MOV, word(loaded), field(at));
        add(body, Op.MOV, word(next), word(loaded));
        add(body, Op.MOV, word(before), word(at));
        add(body, Op.JMP, new Operand.Target(end));
        add(end, Op.MOV, field(before), word(next));
        if (readLater) {
            add(end, Op.MOV, field(at), word(next));
        }
        add(end, Op.RET);
        EarlyCopies.run(procedure);
    }

    private List<String> body() {
        return body.code().stream().map(Instruction::toString).toList();
    }

    private List<String> expected(Object... instructions) {
        Block block = procedure.block();
        for (int i = 0; i < instructions.length; i += 2) {
            add(block, Op.MOV, (Operand) instructions[i], (Operand) instructions[i + 1]);
        }
        add(block, Op.JMP, new Operand.Target(end));
        return block.code().stream().map(Instruction::toString).toList();
    }

    @Test
    void whatIsHandedOnIsCopiedFirst() {
        walk(false);
        assertEquals(expected(word(before), word(at), word(loaded), field(before), word(next), word(loaded)), body());
    }

    @Test
    void whatIsReadLaterKeepsItsName() {
        walk(true);
        assertEquals(expected(word(loaded), field(at), word(next), word(loaded), word(before), word(at)), body());
    }

    @Test
    void aNameThatIsStillWantedIsNotOverwrittenEarly() {
        add(entry, Op.MOV, word(at), Operand.Immediate.of(64));
        add(entry, Op.MOV, word(before), Operand.Immediate.of(0));
        add(entry, Op.JMP, new Operand.Target(body));
        add(body, Op.MOV, word(loaded), field(before));
        add(body, Op.MOV, word(before), word(at));
        add(body, Op.MOV, word(at), word(loaded));
        add(body, Op.JMP, new Operand.Target(end));
        end.add(new Instruction(AT, Op.J, Condition.E, 0, 0, new Operand.Target(body)));
        add(end, Op.RET);
        EarlyCopies.run(procedure);
        assertEquals(expected(word(loaded), field(before), word(before), word(at), word(at), word(loaded)), body());
    }
}

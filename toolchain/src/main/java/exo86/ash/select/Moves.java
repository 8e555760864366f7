package exo86.ash.select;

import exo86.ash.ir.Edge;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.Value;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand.Register;
import exo86.isa.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The words that an edge brings, all at once: as copies one after the other, none of which destroys what a later one reads. */
final class Moves {
    private final Selection s;

    private record Move(Register to, exo86.ash.machine.Operand from) {
    }

    private final List<Move> moves = new ArrayList<>();

    Moves(Selection s, Edge edge) {
        this.s = s;
        for (int i = 0; i < edge.arguments().size(); i++) {
            Operand argument = edge.arguments().get(i);
            Register to = s.definition(edge.block().parameters().get(i));
            exo86.ash.machine.Operand from = argument instanceof SlotAddress ? s.addresses.of(argument, 0)
                : argument instanceof Value value ? s.register(value) : s.value(argument);
            if (!from.equals(to)) {
                moves.add(new Move(to, from));
            }
        }
    }

    void emit(Consumer<Instruction> code) {
        while (!moves.isEmpty()) {
            boolean progress = false;
            for (int i = 0; i < moves.size(); i++) {
                Move move = moves.get(i);
                if (moves.stream().noneMatch(m -> m != move && m.from.equals(move.to))) {
                    code.accept(instruction(move.to, move.from));
                    moves.remove(i--);
                    progress = true;
                }
            }
            if (!progress) {
                Move first = moves.getFirst();
                Register kept = s.temporary();
                code.accept(instruction(kept, first.from));
                moves.set(0, new Move(first.to, kept));
            }
        }
    }

    private Instruction instruction(Register to, exo86.ash.machine.Operand from) {
        boolean address = from instanceof exo86.ash.machine.Operand.Memory;
        return new Instruction(s.at(), address ? Op.LEA : Op.MOV, to, from);
    }
}

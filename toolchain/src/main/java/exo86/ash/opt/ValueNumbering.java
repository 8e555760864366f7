package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Global value numbering: walks the dominator tree with a table of what has been computed on the way; an equal computation, or an equal check, is
 * dropped. (So the copy that stays is in a block that is passed anyway.)
 */
final class ValueNumbering implements Pass {
    @Override
    public boolean run(Function function) {
        return new Numbering(function).run();
    }

    private static final class Numbering {
        private final Function function;
        private final Dominators dominators;
        private final Substitution substitution;
        private final Map<Object, List<Value>> known = new HashMap<>();
        private boolean changed;

        Numbering(Function function) {
            this.function = function;
            dominators = Dominators.of(function);
            substitution = new Substitution(function);
        }

        boolean run() {
            Deque<Object> open = new ArrayDeque<>();
            open.push(function.entry());
            while (!open.isEmpty()) {
                Object next = open.pop();
                if (next instanceof Block block) {
                    List<Object> added = new ArrayList<>();
                    visit(block, added);
                    open.push(added);
                    dominators.children(block).reversed().forEach(open::push);
                } else {
                    ((List<?>) next).forEach(known::remove);
                }
            }
            substitution.apply(function);
            return changed;
        }

        private void visit(Block block, List<Object> added) {
            List<Instruction> kept = new ArrayList<>(block.instructions().size());
            for (Instruction original : block.instructions()) {
                Instruction instruction = original.map(substitution);
                Optional<Object> key = key(instruction);
                List<Value> earlier = key.isPresent() ? known.get(key.get()) : null;
                if (earlier != null) {
                    for (int i = 0; i < earlier.size(); i++) {
                        substitution.put(instruction.results().get(i), earlier.get(i));
                    }
                    changed = true;
                    continue;
                }
                key.ifPresent(k -> {
                    known.put(k, instruction.results());
                    added.add(k);
                });
                kept.add(instruction);
            }
            block.replaceInstructions(kept);
            block.end(block.terminator().map(substitution));
        }

        /** What makes two instructions equal; none for those that stay. */
        private static Optional<Object> key(Instruction instruction) {
            return switch (instruction) {
                case Instruction.Unary i -> Optional.of(List.of(i.operator(), i.operand()));
                case Instruction.Binary i -> Optional.of(ordered(i.operator(), i.left(), i.right(), i.operator().commutes()));
                case Instruction.Compare i -> Optional.of(List.of("compare", i.condition(), i.left(), i.right()));
                case Instruction.WideLess i -> Optional.of(List.of("less", i.signed(), i.operands()));
                case Instruction.Select i -> Optional.of(List.of("select", i.condition(), i.operands()));
                case Instruction.Wide i -> Optional.of(List.of(i.operator(), i.operands()));
                case Instruction.Trapping i -> Optional.of(ordered(i.operator(), i.left(), i.right(), false));
                case Instruction.Check i -> Optional.of(List.of("check", i.condition(), i.left(), i.right()));
                case Instruction.Intrinsic i when i.builtin().pure() -> Optional.of(List.of(i.builtin(), i.operands()));
                default -> Optional.empty();
            };
        }

        private static Object ordered(Object operator, Operand left, Operand right, boolean commutes) {
            boolean swap = commutes && left instanceof Value a && right instanceof Value b && a.id() > b.id();
            return swap ? List.of(operator, right, left) : List.of(operator, left, right);
        }
    }
}

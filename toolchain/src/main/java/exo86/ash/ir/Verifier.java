package exo86.ash.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tests the invariants of a function. A broken one is a mistake in the compiler. */
public final class Verifier {
    private final Function function;
    private final List<String> complaints = new ArrayList<>();
    private final Block[] home;
    private final int[] position;
    private final Set<Block> blocks;
    private final Set<Slot> slots;
    private final Set<InlinedCall> calls;

    private Verifier(Function function) {
        this.function = function;
        home = new Block[function.valueCount()];
        position = new int[function.valueCount()];
        blocks = new HashSet<>(function.blocks());
        slots = new HashSet<>(function.slots());
        calls = new HashSet<>(function.inlined());
    }

    /** Throws an {@link IllegalStateException} that says what is wrong and shows the function. */
    public static void verify(Function function, String after) {
        List<String> complaints = complaints(function);
        if (!complaints.isEmpty()) {
            throw new IllegalStateException("after " + after + ": " + String.join("; ", complaints) + "\n" + Printer.print(function, false));
        }
    }

    /** What is wrong; nothing if all is well. */
    public static List<String> complaints(Function function) {
        Verifier verifier = new Verifier(function);
        if (function.blocks().isEmpty()) {
            return List.of(function.name() + " has no blocks");
        }
        verifier.definitions();
        if (verifier.complaints.isEmpty()) {
            verifier.edges();
        }
        if (verifier.complaints.isEmpty()) {
            verifier.uses();
        }
        return verifier.complaints;
    }

    private void complain(Block block, String what) {
        if (complaints.size() < 8) {
            complaints.add(function.name() + " " + block + ": " + what);
        }
    }

    private void definitions() {
        for (InlinedCall call : function.inlined()) {
            from(function.entry(), call.at());
        }
        for (Function.Home home : function.homes()) {
            home.variable().inlined().ifPresent(call -> from(function.entry(), call));
        }
        for (Block block : function.blocks()) {
            block.parameters().forEach(value -> define(value, block, -1));
            for (int i = 0; i < block.instructions().size(); i++) {
                for (Value result : block.instructions().get(i).results()) {
                    define(result, block, i);
                }
                shape(block, i);
                from(block, block.instructions().get(i).at());
            }
            from(block, block.terminator().at());
            block.terminator().results().forEach(value -> define(value, block, Integer.MAX_VALUE - 1));
        }
    }

    private void from(Block block, Position at) {
        if (at.inlined().isPresent()) {
            from(block, at.inlined().get());
        }
    }

    private void from(Block block, InlinedCall call) {
        if (!calls.contains(call)) {
            complain(block, call + " is not a call of this function");
        }
    }

    private void define(Value value, Block block, int at) {
        if (value.id() >= home.length) {
            complain(block, value + " is not of this function");
        } else if (home[value.id()] != null) {
            complain(block, value + " is defined twice");
        } else {
            home[value.id()] = block;
            position[value.id()] = at;
        }
    }

    private void shape(Block block, int index) {
        Instruction instruction = block.instructions().get(index);
        switch (instruction) {
            case Instruction.Binary(BinaryOperator operator, var r, var a, Operand right, var at) when operator.divides() && right.is(0)
                    && !isBehindFailure(block, index) -> complain(block, "division by zero");
            case Instruction.Wide wide when wide.operands().size() != wide.operator().operands() -> complain(block, "wrong number of operands: " + wide);
            case Instruction.WideLess less when less.operands().size() != 4 -> complain(block, "wrong number of operands: " + less);
            case Instruction.Call call when call.results().size() > 2 -> complain(block, "more than two results: " + call);
            case Instruction.Call call -> invocation(block, call.call());
            case Instruction.Intrinsic i when i.operands().size() != i.builtin().operands() || i.results().size() != i.builtin().results() ->
                complain(block, "wrong number of operands or results: " + i);
            case Instruction.Debug(Variable variable, var offset, var value, var at) when variable.inlined().isPresent() -> from(block, variable.inlined().get());
            case Instruction.Copy copy when copy.size() <= 0 -> complain(block, "copy of nothing");
            case Instruction.Fill fill when fill.size() <= 0 -> complain(block, "fill of nothing");
            default -> {
            }
        }
    }

    /** A check before it in the block always fails: one that was left for the pass that folds it. */
    private static boolean isBehindFailure(Block block, int index) {
        return block.instructions().subList(0, index).stream().anyMatch(before -> before instanceof Instruction.Check check
                && check.left() instanceof Constant(int left) && check.right() instanceof Constant(int right) && !check.condition().holds(left, right));
    }

    private void invocation(Block block, Invocation call) {
        if (call.registers() > 3 || call.registers() > call.arguments().size()) {
            complain(block, "wrong number of arguments in registers");
        }
    }

    private void edges() {
        for (Block block : function.blocks()) {
            for (Edge edge : block.terminator().edges()) {
                if (!blocks.contains(edge.block())) {
                    complain(block, "goes to " + edge.block() + ", which is not in the function");
                } else if (edge.arguments().size() != edge.block().parameters().size()) {
                    complain(block, "brings " + edge.arguments().size() + " words to " + edge.block());
                } else if (edge.block() == function.entry()) {
                    complain(block, "goes to the entry");
                }
            }
            switch (block.terminator()) {
                case Terminator.Return r when r.values().size() != function.signature().results() -> complain(block, "returns another number of words");
                case Terminator.Fail f when !function.signature().fails() -> complain(block, "fails in a function that cannot");
                case Terminator.Attempt a when a.results().isEmpty() || a.results().size() > 2 -> complain(block, "an attempt has one or two results");
                case Terminator.Attempt a -> invocation(block, a.call());
                default -> {
                }
            }
        }
    }

    private void uses() {
        Dominators dominators = Dominators.of(function);
        for (Block block : function.blocks()) {
            if (!dominators.reached(block)) {
                continue;
            }
            for (int i = 0; i < block.instructions().size(); i++) {
                Instruction instruction = block.instructions().get(i);
                for (Operand operand : instruction.operands()) {
                    use(dominators, operand, block, i);
                }
                if (instruction instanceof Instruction.Debug debug && debug.value().isPresent()) {
                    use(dominators, debug.value().get(), block, i);
                }
            }
            for (Operand operand : block.terminator().operands()) {
                use(dominators, operand, block, Integer.MAX_VALUE - 1);
            }
            for (Edge edge : block.terminator().edges()) {
                for (Operand operand : edge.arguments()) {
                    use(dominators, operand, block, Integer.MAX_VALUE);
                }
            }
        }
    }

    private void use(Dominators dominators, Operand operand, Block block, int at) {
        switch (operand) {
            case Value value -> {
                Block defined = value.id() < home.length ? home[value.id()] : null;
                if (defined == null) {
                    complain(block, value + " is not defined");
                } else if (defined == block ? position[value.id()] >= at : !dominators.dominates(defined, block)) {
                    complain(block, value + " is used where it need not be defined");
                }
            }
            case SlotAddress(Slot slot, int addend) -> {
                if (!slots.contains(slot)) {
                    complain(block, slot + " is not a slot of the function");
                }
            }
            case Constant constant -> {
            }
            case SymbolAddress address -> {
            }
        }
    }
}

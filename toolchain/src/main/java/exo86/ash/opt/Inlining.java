package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Module;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.HashMap;
import java.util.Optional;

/**
 * Puts the body of a function in the place of a call: of a small one always, of a larger one if this is its only call, and of sizes between if the call
 * stands in a loop, the caller's own or one around the only call of the caller. Callees are finished before their callers, so what is copied is short already.
 *
 * <p>A {@code return} becomes a jump behind the call, a {@code fail} one to where the call's failure goes. The results of a call that can fail
 * mean different words on the two ways, so they go through slots that {@link Promotion} takes away.
 */
final class Inlining {
    private static final int SMALL = 14;
    private static final int FOR_CONSTANT = 6;
    private static final int FOR_LOOP = 10;
    private static final int OF_TWO = 12;
    private static final int ONLY_CALL = 300;
    private static final int LARGEST_CALLER = 1200;

    private final Module module;
    private final CallGraph graph;

    Inlining(Module module, CallGraph graph) {
        this.module = module;
        this.graph = graph;
    }

    /** Whether calls in this function were replaced. */
    boolean run(Function caller) {
        boolean changed = false;
        Loops loops = Loops.of(caller);
        Map<Block, Integer> depths = new HashMap<>();
        caller.blocks().forEach(block -> depths.put(block, loops.depth(block)));
        int size = size(caller);
        int around = graph.runsInLoop(caller) ? 1 : 0;
        for (Block block : List.copyOf(caller.blocks())) {
            Block at = block;
            int next = 0;
            int depth = around + depths.get(block);
            while (next < at.instructions().size()) {
                if (at.instructions().get(next) instanceof Instruction.Call call) {
                    Optional<Function> callee = wanted(caller, call.call(), depth, size);
                    if (callee.isPresent()) {
                        size += size(callee.get());
                        at = replace(caller, at, next, call, callee.get());
                        next = 0;
                        changed = true;
                        continue;
                    }
                }
                next++;
            }
            if (at.terminator() instanceof Terminator.Attempt attempt) {
                Optional<Function> callee = wanted(caller, attempt.call(), depth, size);
                if (callee.isPresent()) {
                    size += size(callee.get());
                    replace(caller, at, attempt, callee.get());
                    changed = true;
                }
            }
        }
        return changed;
    }

    private Optional<Function> wanted(Function caller, Invocation call, int depth, int size) {
        Optional<Function> found = call.callee().flatMap(module::function);
        if (found.isEmpty() || found.get() == caller) {
            return Optional.empty();
        }
        Function callee = found.get();
        boolean fits = callee.source().isPresent() && caller.source().isPresent() && !callee.source().get().limits().noinline()
                && callee.source().get().placement().section().equals(caller.source().get().placement().section())
                && callee.source().get().placement().library() == caller.source().get().placement().library();
        if (!fits || graph.isRecursive(callee.name()) || callee.parameters().size() != call.arguments().size() || size > LARGEST_CALLER) {
            return Optional.empty();
        }
        int length = size(callee);
        int limit = SMALL + 2 * call.arguments().size();
        if (depth > 0) {
            // of two calls only those in a loop: all of them make the programs a fifth larger
            limit += graph.calls(callee.name()) == 2 && !graph.isKept(callee) ? FOR_LOOP + OF_TWO : FOR_LOOP;
        }
        for (Operand argument : call.arguments()) {
            if (argument instanceof Constant) {
                limit += FOR_CONSTANT;
            }
        }
        boolean onlyCall = graph.calls(callee.name()) == 1 && !graph.isKept(callee) && length <= ONLY_CALL;
        return length <= limit || onlyCall ? found : Optional.empty();
    }

    /** Roughly how many machine instructions a function is. */
    static int size(Function function) {
        int size = 0;
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                size += switch (instruction) {
                    case Instruction.Debug i -> 0;
                    case Instruction.Call call -> 3 + call.call().arguments().size();
                    case Instruction.Check check -> 2;
                    case Instruction.Copy copy -> 4;
                    case Instruction.Fill fill -> 4;
                    case Instruction.Wide wide -> 3;
                    default -> 1;
                };
            }
            size += switch (block.terminator()) {
                case Terminator.Attempt attempt -> 4 + attempt.call().arguments().size();
                case Terminator.Branch branch -> 2;
                case Terminator.Switch choice -> 3 + choice.cases().size();
                case Terminator.Trap trap -> 0;
                case Terminator.Unreachable end -> 0;
                default -> 1;
            };
        }
        return size;
    }

    /** Replaces a call in the middle of a block; the block where the code behind it stands now. */
    private static Block replace(Function caller, Block block, int index, Instruction.Call call, Function callee) {
        Block behind = caller.newBlock();
        behind.parameters().addAll(call.results());
        behind.replaceInstructions(new ArrayList<>(block.instructions().subList(index + 1, block.instructions().size())));
        behind.end(block.terminator());
        block.replaceInstructions(new ArrayList<>(block.instructions().subList(0, index)));
        BodyCopy copy = BodyCopy.of(callee, caller, call.at());
        block.end(new Terminator.Jump(new Edge(copy.of(callee.entry()), call.call().arguments()), call.at()));
        for (Block original : callee.blocks()) {
            Block copied = copy.of(original);
            if (copied.terminator() instanceof Terminator.Return end) {
                copied.end(new Terminator.Jump(new Edge(behind, end.values().subList(0, call.results().size())), end.at()));
            }
        }
        return behind;
    }

    private static void replace(Function caller, Block block, Terminator.Attempt attempt, Function callee) {
        Position at = attempt.at();
        Block ok = caller.newBlock();
        Block failed = caller.newBlock();
        List<Slot> slots = new ArrayList<>();
        attempt.results().forEach(result -> slots.add(caller.newSlot(4, 4)));
        int words = callee.signature().results();
        join(caller, ok, attempt.results(), Math.min(words, slots.size()), slots, attempt.ok(), at);
        join(caller, failed, attempt.results(), 1, slots, attempt.failed(), at);
        BodyCopy copy = BodyCopy.of(callee, caller, at);
        block.end(new Terminator.Jump(new Edge(copy.of(callee.entry()), attempt.call().arguments()), at));
        for (Block original : callee.blocks()) {
            Block copied = copy.of(original);
            switch (copied.terminator()) {
                case Terminator.Return end -> copied.end(new Terminator.Jump(new Edge(ok, end.values().subList(0, Math.min(words, slots.size()))), end.at()));
                case Terminator.Fail end -> copied.end(new Terminator.Jump(Edge.to(failed, end.code()), end.at()));
                default -> {
                }
            }
        }
        reload(caller, attempt.results(), slots);
    }

    /** A block that keeps the words that it gets in the slots and goes on as the call did. */
    private static void join(Function caller, Block join, List<Value> results, int words, List<Slot> slots, Edge to, Position at) {
        Map<Value, Operand> here = new HashMap<>();
        for (int i = 0; i < results.size(); i++) {
            if (i < words) {
                Value word = caller.newValue();
                join.parameters().add(word);
                join.instructions().add(new Instruction.Store(Width.WORD, new SlotAddress(slots.get(i), 0), 0, word, false, at));
                here.put(results.get(i), word);
            } else {
                here.put(results.get(i), Operand.of(0));
            }
        }
        join.end(new Terminator.Jump(to.map(operand -> operand instanceof Value value ? here.getOrDefault(value, value) : operand), at));
    }

    /** Reads of the results become loads of the slots. */
    private static void reload(Function caller, List<Value> results, List<Slot> slots) {
        for (Block block : caller.blocks()) {
            List<Instruction> rewritten = new ArrayList<>();
            for (Instruction instruction : block.instructions()) {
                rewritten.add(instruction.map(operand -> load(caller, operand, results, slots, rewritten, instruction.at())));
            }
            Terminator terminator = block.terminator();
            block.end(terminator.map(operand -> load(caller, operand, results, slots, rewritten, terminator.at())));
            block.replaceInstructions(rewritten);
        }
    }

    private static Operand load(Function caller, Operand operand, List<Value> results, List<Slot> slots, List<Instruction> into, Position at) {
        int place = operand instanceof Value ? results.indexOf(operand) : -1;
        if (place < 0) {
            return operand;
        }
        Value word = caller.newValue();
        into.add(new Instruction.Load(Width.WORD, word, new SlotAddress(slots.get(place), 0), 0, false, at));
        return word;
    }
}

package exo86.ash.ir.interpret;

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
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.WideOperator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs functions of a module. One run after the other sees the memory that the one before left. */
public final class Interpreter {
    private static final int DEPTH = 1500;

    /** A function without a body here: assembly, C. */
    @FunctionalInterface
    public interface Native {
        Outcome call(Memory memory, int[] arguments);
    }

    /** What came of a call: two words, of which the function's signature says how many mean something; or an error code in {@code low}. */
    public record Outcome(int low, int high, boolean failed) {
        public static Outcome of(int word) {
            return new Outcome(word, 0, false);
        }
    }

    private final Module module;
    private final Map<String, Native> natives;
    private final Memory memory;
    private final long limit;
    private long steps;
    private long accesses;
    private int stack;
    private int depth;

    /** @param limit how many instructions a run may take before it is a {@link Fault} */
    public Interpreter(Module module, Map<String, Native> natives, long limit) {
        this.module = module;
        this.natives = Map.copyOf(natives);
        this.memory = new Memory(module);
        this.limit = limit;
        this.stack = memory.stackTop();
    }

    public Memory memory() {
        return memory;
    }

    /** Instructions run so far, terminators included, words for the debugger not. */
    public long steps() {
        return steps;
    }

    /** Loads and stores so far. */
    public long accesses() {
        return accesses;
    }

    /** Calls a function; {@link Trapped}, {@link Exited} or {@link Fault} if it does not return. */
    public Outcome call(String name, int... arguments) {
        Native given = natives.get(name);
        if (given != null) {
            return given.call(memory, arguments);
        }
        Function function = module.function(name).orElseThrow(() -> new Fault("call of " + name + ", which has no body"));
        if (arguments.length != function.parameters().size()) {
            throw new Fault("call of " + name + " with " + arguments.length + " words");
        }
        int outer = stack;
        if (++depth > DEPTH) {
            throw new Fault("calls are more than " + DEPTH + " deep");
        }
        try {
            return new Activation(function, arguments).run();
        } finally {
            depth--;
            stack = outer;
        }
    }

    private static Fault fault(String message, Position at) {
        return new Fault(message + " at " + at);
    }

    /** One call of one function. */
    private final class Activation {
        private final int[] values;
        private final Map<Slot, Integer> slots = new HashMap<>();
        private Block block;

        Activation(Function function, int[] arguments) {
            values = new int[function.valueCount()];
            for (Slot slot : function.slots()) {
                stack = stack - slot.size() & -Math.max(4, slot.align());
                slots.put(slot, stack);
            }
            if (stack < memory.stackLimit()) {
                throw new Fault("the stack is full");
            }
            block = function.entry();
            for (int i = 0; i < arguments.length; i++) {
                set(block.parameters().get(i), arguments[i]);
            }
        }

        private void set(Value value, int word) {
            values[value.id()] = word;
        }

        private int of(Operand operand) {
            return switch (operand) {
                case Value value -> values[value.id()];
                case Constant(int number) -> number;
                case SymbolAddress(String symbol, int addend) -> memory.address(symbol) + addend;
                case SlotAddress(Slot slot, int addend) -> slots.get(slot) + addend;
            };
        }

        private long wide(List<Operand> operands, int at) {
            return of(operands.get(at)) & 0xFFFF_FFFFL | (long) of(operands.get(at + 1)) << 32;
        }

        Outcome run() {
            while (true) {
                for (Instruction instruction : block.instructions()) {
                    run(instruction);
                }
                steps++;
                switch (block.terminator()) {
                    case Terminator.Jump jump -> follow(jump.to());
                    case Terminator.Branch branch ->
                        follow(branch.condition().holds(of(branch.left()), of(branch.right())) ? branch.then() : branch.otherwise());
                    case Terminator.Switch choice -> {
                        int value = of(choice.value());
                        follow(choice.cases().stream().filter(c -> c.number() == value).findFirst().map(Terminator.Switch.Case::to)
                                .orElse(choice.otherwise()));
                    }
                    case Terminator.Attempt attempt -> {
                        Outcome outcome = invoke(attempt.call());
                        results(attempt.results(), outcome);
                        follow(outcome.failed ? attempt.failed() : attempt.ok());
                    }
                    case Terminator.Return end -> {
                        return new Outcome(end.values().isEmpty() ? 0 : of(end.values().getFirst()), end.values().size() < 2 ? 0 : of(end.values().get(1)),
                                false);
                    }
                    case Terminator.Fail fail -> {
                        return new Outcome(of(fail.code()), 0, true);
                    }
                    case Terminator.Trap trap -> throw new Trapped(trap.reason(), trap.at());
                    case Terminator.Unreachable end -> throw fault("arrived at unreachable", end.at());
                }
            }
        }

        private void follow(Edge edge) {
            int[] words = new int[edge.arguments().size()];
            for (int i = 0; i < words.length; i++) {
                words[i] = of(edge.arguments().get(i));
            }
            block = edge.block();
            for (int i = 0; i < words.length; i++) {
                set(block.parameters().get(i), words[i]);
            }
            if (steps > limit) {
                throw new Fault("more than " + limit + " instructions");
            }
        }

        private void run(Instruction instruction) {
            steps++;
            switch (instruction) {
                case Instruction.Unary i -> set(i.result(), i.operator().apply(of(i.operand())));
                case Instruction.Binary i -> {
                    int divisor = of(i.right());
                    if (i.operator().divides() && divisor == 0) {
                        throw fault("division by zero", i.at());
                    }
                    set(i.result(), i.operator().apply(of(i.left()), divisor));
                }
                case Instruction.Trapping i -> {
                    if (!i.operator().fits(of(i.left()), of(i.right()))) {
                        throw new Trapped(i.reason(), i.at());
                    }
                    set(i.result(), (int) i.operator().exact(of(i.left()), of(i.right())));
                }
                case Instruction.Wide i -> wide(i);
                case Instruction.Compare i -> set(i.result(), i.condition().holds(of(i.left()), of(i.right())) ? 1 : 0);
                case Instruction.WideLess i -> {
                    long left = wide(i.operands(), 0);
                    long right = wide(i.operands(), 2);
                    set(i.result(), (i.signed() ? left < right : Long.compareUnsigned(left, right) < 0) ? 1 : 0);
                }
                case Instruction.Select i -> set(i.result(), of(i.condition().holds(of(i.left()), of(i.right())) ? i.then() : i.otherwise()));
                case Instruction.Load i -> {
                    accesses++;
                    set(i.result(), memory.load(i.width(), of(i.base()) + i.offset()));
                }
                case Instruction.Store i -> {
                    accesses++;
                    memory.store(i.width(), of(i.base()) + i.offset(), of(i.value()));
                }
                case Instruction.Copy i -> {
                    accesses += 2 * ((i.size() + 3) / 4);
                    memory.copy(of(i.to()), of(i.from()), i.size());
                }
                case Instruction.Fill i -> {
                    accesses += (i.size() + 3) / 4;
                    memory.fill(of(i.to()), of(i.word()), i.size());
                }
                case Instruction.Check i -> {
                    if (!i.condition().holds(of(i.left()), of(i.right()))) {
                        throw new Trapped(i.reason(), i.at());
                    }
                }
                case Instruction.Call i -> {
                    Outcome outcome = invoke(i.call());
                    if (outcome.failed) {
                        throw fault("a call that is no attempt failed", i.at());
                    }
                    results(i.results(), outcome);
                }
                case Instruction.Intrinsic i -> intrinsic(i);
                case Instruction.Debug i -> steps--;
            }
        }

        private void wide(Instruction.Wide i) {
            WideOperator operator = i.operator();
            long left = wide(i.operands(), 0);
            long right = operator.shifts() ? of(i.operands().get(2)) : wide(i.operands(), 2);
            if (operator.divides() && right == 0) {
                throw fault("division by zero", i.at());
            }
            if (!operator.fits(left, right)) {
                throw new Trapped(i.reason(), i.at());
            }
            long result = operator.apply(left, right);
            set(i.low(), (int) result);
            set(i.high(), (int) (result >>> 32));
        }

        private void intrinsic(Instruction.Intrinsic i) {
            if (i.builtin().pure()) {
                set(i.results().getFirst(), i.builtin().apply(of(i.operands().getFirst())));
            } else {
                throw fault("there is no processor for " + i.builtin().text(), i.at());
            }
        }

        private void results(List<Value> results, Outcome outcome) {
            if (!results.isEmpty()) {
                set(results.getFirst(), outcome.low);
            }
            if (results.size() > 1) {
                set(results.get(1), outcome.high);
            }
        }

        private Outcome invoke(Invocation call) {
            int target = of(call.target());
            int[] arguments = new int[call.arguments().size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = of(call.arguments().get(i));
            }
            return call(memory.function(target).orElseThrow(() -> new Fault(String.format("call of address %#x", target))), arguments);
        }
    }
}

package exo86.ash.ir;

import exo86.ash.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function as a graph of blocks in static single assignment form. The first block is the entry; its parameters are the function's, in the order of
 * the convention (see {@link Invocation}), and no edge leads to it.
 */
public final class Function {
    /**
     * How it is called.
     *
     * @param registers how many of its first parameters arrive in EAX, EDX, ECX; the others are on the stack
     * @param popped the bytes of arguments that it removes when it returns
     * @param results the words that it returns: none, EAX, or EDX:EAX
     * @param fails its result is {@code T!E}
     */
    public record Signature(int registers, int popped, int results, boolean fails) {
    }

    /** The slot holds the variable's bytes from {@code offset} on. */
    public record Home(Variable variable, int offset, Slot slot) {
    }

    private final Subroutine subroutine;
    private final Signature signature;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final List<Home> homes = new ArrayList<>();
    private final List<InlinedCall> inlined = new ArrayList<>();
    private Function model = this;
    private Optional<Counterparts> counterparts = Optional.empty();
    private int values;
    private int blockNumbers;
    private int slotNumbers;

    /** @param source the function of the tree that it was made from; empty if it was read from text */
    public Function(String name, Signature signature, Optional<exo86.ash.tree.Function> source, Span at) {
        this(new Subroutine(name, source, at), signature);
    }

    private Function(Subroutine subroutine, Signature signature) {
        this.subroutine = subroutine;
        this.signature = signature;
    }

    /**
     * A function with the code of another one and the source, variables and inlined calls that are the other's counterparts. The two
     * share values and slots, so neither may be changed.
     */
    public static Function like(Function model, Counterparts counterparts) {
        Function function = new Function(counterparts.subroutine(), model.signature);
        function.model = model;
        function.counterparts = Optional.of(counterparts);
        function.values = model.values;
        function.blockNumbers = model.blockNumbers;
        function.slotNumbers = model.slotNumbers;
        function.slots.addAll(model.slots);
        model.homes.forEach(home -> function.homes.add(new Home(counterparts.variable(home.variable), home.offset, home.slot)));
        model.inlined.forEach(call -> function.inlined.add(counterparts.call(call)));
        Block[] copies = new Block[model.blockNumbers];
        for (Block block : model.blocks) {
            Block copy = new Block(block.id(), Position.of(model.at()));
            copies[block.id()] = copy;
            copy.parameters().addAll(block.parameters());
            for (Instruction instruction : block.instructions()) {
                boolean same = instruction.at().inlined().isEmpty() && !(instruction instanceof Instruction.Debug);
                copy.instructions().add(same ? instruction : instruction.map(counterparts));
            }
            function.blocks.add(copy);
        }
        for (Block block : model.blocks) {
            List<Edge> edges = block.terminator().edges().stream().map(edge -> new Edge(copies[edge.block().id()], edge.arguments())).toList();
            Terminator terminator = block.terminator().withEdges(edges);
            copies[block.id()].end(terminator.at().inlined().isEmpty() ? terminator : terminator.map(counterparts));
        }
        return function;
    }

    /** The function that {@link #like} made this one after, else itself. */
    public Function model() {
        return model;
    }

    /** What the model's variables and inlined calls are here; empty where it is its own model. */
    public Optional<Counterparts> counterparts() {
        return counterparts;
    }

    /** What the source says of it. */
    public Subroutine subroutine() {
        return subroutine;
    }

    /** The link name; an interrupt function's ends in {@code .body}, its stub has the function's name. */
    public String name() {
        return subroutine.name();
    }

    public Signature signature() {
        return signature;
    }

    public Optional<exo86.ash.tree.Function> source() {
        return subroutine.source();
    }

    public Span at() {
        return subroutine.at();
    }

    /** In the order of the text form, the entry first; changeable. */
    public List<Block> blocks() {
        return blocks;
    }

    public Block entry() {
        return blocks.getFirst();
    }

    /** The pieces of the frame; changeable. */
    public List<Slot> slots() {
        return slots;
    }

    /** The variables, or parts of them, that live in memory; changeable. Of all others {@link Instruction.Debug} tells. */
    public List<Home> homes() {
        return homes;
    }

    /** The calls in whose place a body was put; changeable. Outer ones stand before those within them. */
    public List<InlinedCall> inlined() {
        return inlined;
    }

    /** The parameters: those of the entry block. */
    public List<Value> parameters() {
        return entry().parameters();
    }

    public Value newValue() {
        return new Value(values++);
    }

    /** All values have smaller numbers. */
    public int valueCount() {
        return values;
    }

    /** A new block at the end. It ends in {@link Terminator.Unreachable} until told otherwise. */
    public Block newBlock() {
        Block block = new Block(blockNumbers++, Position.of(at()));
        blocks.add(block);
        return block;
    }

    /** All blocks have smaller numbers. */
    public int blockCount() {
        return blockNumbers;
    }

    public Slot newSlot(int size, int align) {
        Slot slot = new Slot(slotNumbers++, size, align);
        slots.add(slot);
        return slot;
    }

    @Override
    public String toString() {
        return name();
    }
}

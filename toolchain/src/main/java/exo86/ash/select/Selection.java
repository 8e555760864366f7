package exo86.ash.select;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Position;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Slot;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The selection of one function in hand: what its parts share.
 *
 * <p>The code of an IR instruction is a tile: a list of machine instructions, in order. Tiles come from the last to the first, since a later
 * instruction decides whether an earlier one is part of it. {@link #register} asks for a value in a register; who is never asked makes no code.
 */
final class Selection {
    final Function function;
    final Procedure procedure;
    final Facts facts;
    final Addresses addresses = new Addresses(this);
    final Arithmetic arithmetic = new Arithmetic(this);
    final Division division = new Division(this);
    final Comparisons comparisons = new Comparisons(this);
    final Wide wide;
    final Calls calls = new Calls(this);
    final MemoryTiles memory = new MemoryTiles(this);
    final Intrinsics intrinsics = new Intrinsics(this);

    private final Map<exo86.ash.ir.Slot, Slot> slots = new HashMap<>();
    private final int[] registers;
    private final boolean[] needed;
    /** By value, the index of the tile that uses it first, of those made so far in the block in hand. */
    private final int[] firstUses;
    private List<Object> tile = new ArrayList<>();
    private List<List<Object>> tiles = new ArrayList<>();
    private Block block;
    private int index;
    private Position at;

    Selection(Function function, Procedure procedure, Facts facts, Helpers helpers) {
        this.function = function;
        this.procedure = procedure;
        this.facts = facts;
        this.at = Position.of(function.at());
        wide = new Wide(this, helpers);
        registers = new int[function.valueCount()];
        needed = new boolean[function.valueCount()];
        firstUses = new int[function.valueCount()];
    }

    // The place in hand

    void begin(Block now) {
        block = now;
        tiles = new ArrayList<>();
        java.util.Arrays.fill(firstUses, -1);
    }

    void beginTile(int instruction, Position span) {
        index = instruction;
        at = span;
        tile = new ArrayList<>();
    }

    void endTile() {
        if (!tile.isEmpty()) {
            tiles.add(tile);
        }
    }

    /** Puts the tile where the value is first used instead of where it is computed. */
    void sinkTile(Value value) {
        int use = firstUses[value.id()];
        if (use < 0 || use >= tiles.size()) {
            endTile();
            return;
        }
        sinkRemarks(value, use + 1);
        tiles.add(use + 1, tile);
        for (int v = 0; v < firstUses.length; v++) {
            firstUses[v] += firstUses[v] > use ? 1 : 0;
        }
    }

    /** What was remarked about a value before it is there now is remarked behind its tile, unless something else was said of the variable since. */
    private void sinkRemarks(Value value, int from) {
        Set<Operand> told = new HashSet<>();
        for (List<Object> earlier : tiles.subList(from, tiles.size())) {
            for (Object part : earlier) {
                if (part instanceof exo86.ash.machine.Instruction remark && remark.isRemark()) {
                    boolean last = told.add(remark.operand(0));
                    if (remark.register(1) == registers[value.id()] && remark.register(1) != Registers.NONE) {
                        if (last) {
                            tile.add(new exo86.ash.machine.Instruction(remark.at(), remark.op(), remark.operands()));
                        }
                        remark.become(remark.op(), remark.operand(0));
                    }
                }
            }
        }
    }

    /** The tiles of the block, the last one first. */
    List<List<Object>> tiles() {
        return tiles;
    }

    /** The instruction whose tile is being made; that of the terminator is one more than the last. */
    int index() {
        return index;
    }

    Block block() {
        return block;
    }

    Position at() {
        return at;
    }

    // Emission

    void emit(Op op, Operand... operands) {
        tile.add(new exo86.ash.machine.Instruction(at, op, operands));
    }

    void emit(Op op, int condition, Operand... operands) {
        tile.add(new exo86.ash.machine.Instruction(at, op, condition, 0, 0, operands));
    }

    void emitFixed(Op op, int reads, int writes, Operand... operands) {
        tile.add(new exo86.ash.machine.Instruction(at, op, exo86.isa.Condition.NONE, reads, writes, operands));
    }

    void add(exo86.ash.machine.Instruction instruction) {
        tile.add(instruction);
    }

    /** What follows in the tile is another block. */
    void bind(exo86.ash.machine.Block next) {
        tile.add(next);
    }

    void copy(Operand.Register to, Operand from) {
        emit(Op.MOV, to, from);
    }

    void store(Operand.Memory to, Operand from) {
        emit(Op.MOV, to, from);
    }

    void jump(int condition, exo86.ash.machine.Block target) {
        emit(Op.J, condition, new Operand.Target(target));
    }

    void jump(exo86.ash.machine.Block target) {
        emit(Op.JMP, new Operand.Target(target));
    }

    void trapIf(int condition, String reason) {
        emit(Op.J, condition, new Operand.Trap(reason, at));
    }

    // Registers

    static Operand.Register fixed(int register) {
        return Operand.Register.of(register);
    }

    static int bits(int... list) {
        int mask = 0;
        for (int register : list) {
            mask |= 1 << register;
        }
        return mask;
    }

    Operand.Register temporary() {
        return Operand.Register.of(procedure.register());
    }

    boolean needed(Value value) {
        return needed[value.id()];
    }

    /** The register of a value without asking for it: to define it. */
    Operand.Register definition(Value value) {
        if (registers[value.id()] == 0) {
            registers[value.id()] = procedure.register();
        }
        return Operand.Register.of(registers[value.id()]);
    }

    /** The operand in a register of its own or one made for it; not to be changed. */
    Operand.Register register(exo86.ash.ir.Operand operand) {
        if (operand instanceof Value value) {
            needed[value.id()] = true;
            firstUses[value.id()] = tiles.size();
            return definition(value);
        }
        Operand.Register register = temporary();
        load(register, operand);
        return register;
    }

    /** Puts a constant or the value into a register. */
    void load(Operand.Register register, exo86.ash.ir.Operand operand) {
        if (operand instanceof SlotAddress) {
            emit(Op.LEA, register, addresses.of(operand, 0));
        } else {
            emit(Op.MOV, register, value(operand));
        }
    }

    /** The operand as a register or an immediate. */
    Operand value(exo86.ash.ir.Operand operand) {
        return switch (operand) {
            case Constant(int number) -> Operand.Immediate.of(number);
            case SymbolAddress(String symbol, int addend) -> new Operand.Immediate(addend, symbol);
            default -> register(operand);
        };
    }

    /** The operand as a register, an immediate, or memory if it is a load that may happen here. */
    Operand operand(exo86.ash.ir.Operand operand) {
        return foldedLoad(operand, Width.WORD).<Operand>map(this::place).orElseGet(() -> value(operand));
    }

    /** As {@link #operand}, but nothing immediate. */
    Operand registerOrMemory(exo86.ash.ir.Operand operand) {
        return foldedLoad(operand, Width.WORD).<Operand>map(this::place).orElseGet(() -> register(operand));
    }

    /** The load that computes the operand, if nobody else wants it and it can as well happen in the tile in hand. */
    Optional<Instruction.Load> foldedLoad(exo86.ash.ir.Operand operand, Width width) {
        return facts.definition(operand, block) instanceof Instruction.Load load && load.width() == width && isOurs(load) ? Optional.of(load)
            : Optional.empty();
    }

    boolean isOurs(Instruction.Load load) {
        return facts.uses(load.result()) == 1 && !needed(load.result()) && facts.movable(load, index);
    }

    /** The pure instruction of this block that computes the operand for this use only. */
    Optional<Instruction> inner(exo86.ash.ir.Operand operand) {
        return operand instanceof Value value && facts.uses(value) == 1 && !needed(value) ? Optional.ofNullable(facts.definition(operand, block))
            : Optional.empty();
    }

    Operand.Memory place(Instruction.Load load) {
        return addresses.of(load.base(), load.offset()).as(8 * load.width().bytes());
    }

    /** The slot of the frame. */
    Slot slot(exo86.ash.ir.Slot slot) {
        return slots.computeIfAbsent(slot, s -> new Slot(Slot.Kind.LOCAL, s.size() + 3 & ~3));
    }

    Map<exo86.ash.ir.Slot, Slot> slots() {
        return slots;
    }

    static Operand.Register low(Operand.Register register) {
        return register.as(8);
    }

    static final Operand.Register EAX = fixed(Registers.EAX);
    static final Operand.Register ECX = fixed(Registers.ECX);
    static final Operand.Register EDX = fixed(Registers.EDX);
    static final Operand.Register ESI = fixed(Registers.ESI);
    static final Operand.Register EDI = fixed(Registers.EDI);
}

package exo86.ash.emit;

import exo86.ash.ir.InlinedCall;
import exo86.ash.ir.Variable;
import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Slot;
import exo86.isa.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the words of variables are, place by place, from the remarks that selection left: a remark holds until another about the same word, or until its
 * register or slot is written. A value that is stored to its slot or loaded from there is in both places then, so it is known when it has to leave one of them. Where blocks
 * meet, only what all ways agree on holds. Of an inlined call's variables nothing is kept before the first block with code of
 * the call and behind the last.
 */
final class Locations {
    /** A word of a variable. */
    record Word(Variable variable, int offset) {
    }

    private final Procedure procedure;
    private final FrameLayout frame;
    private final Map<Block, Map<Word, List<Item.Where>>> entries = new HashMap<>();
    private final Map<Block, Integer> numbers = new HashMap<>();
    private final int[] registers = new int[16];
    private final Map<InlinedCall, Reach> reaches = new HashMap<>();

    /** The numbers of the first and the last block with code of an inlined call. */
    private record Reach(int first, int last) {
    }

    private Locations(Procedure procedure, FrameLayout frame) {
        this.procedure = procedure;
        this.frame = frame;
        for (Block block : procedure.blocks()) {
            numbers.put(block, numbers.size());
        }
        for (Block block : procedure.blocks()) {
            Optional<InlinedCall> before = Optional.empty();
            for (Instruction instruction : block.code()) {
                if (!instruction.at().inlined().equals(before)) {
                    before = instruction.at().inlined();
                    reach(before, numbers.get(block));
                }
            }
        }
    }

    private void reach(Optional<InlinedCall> innermost, int block) {
        for (Optional<InlinedCall> call = innermost; call.isPresent(); call = call.get().outer()) {
            Reach before = reaches.getOrDefault(call.get(), new Reach(block, block));
            reaches.put(call.get(), new Reach(before.first, block));
        }
    }

    private boolean isWanted(Word word, int block) {
        Optional<InlinedCall> call = word.variable.inlined();
        if (call.isEmpty()) {
            return true;
        }
        Reach reach = reaches.get(call.get());
        return reach != null && block >= reach.first && block <= reach.last;
    }

    /** What holds where each block begins: for each word the places that have it. */
    static Locations of(Procedure procedure, FrameLayout frame) {
        Locations locations = new Locations(procedure, frame);
        locations.solve();
        return locations;
    }

    Map<Word, List<Item.Where>> at(Block block) {
        return new LinkedHashMap<>(entries.getOrDefault(block, Map.of()));
    }

    /** What holds before the prologue: parameters are where the caller put them. */
    Map<Word, List<Item.Where>> arriving() {
        Map<Word, List<Item.Where>> state = new LinkedHashMap<>();
        for (Instruction instruction : procedure.blocks().getFirst().code()) {
            if (instruction.isRemark()) {
                step(instruction, state);
            } else if (instruction.op() != Op.NOP) {
                break;
            }
        }
        return state;
    }

    private void solve() {
        Block first = procedure.blocks().getFirst();
        entries.put(first, new LinkedHashMap<>());
        Deque<Block> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Block block = open.removeFirst();
            Map<Word, List<Item.Where>> state = at(block);
            block.code().forEach(instruction -> step(instruction, state));
            for (Block next : successors(block)) {
                Map<Word, List<Item.Where>> before = entries.get(next);
                if (before == null) {
                    int number = numbers.get(next);
                    Map<Word, List<Item.Where>> wanted = new LinkedHashMap<>(state);
                    wanted.keySet().removeIf(word -> !isWanted(word, number));
                    entries.put(next, wanted);
                    open.addLast(next);
                } else if (agree(before, state)) {
                    open.addLast(next);
                }
            }
        }
    }

    /** Leaves only what the other state says too; whether anything is gone. */
    private static boolean agree(Map<Word, List<Item.Where>> state, Map<Word, List<Item.Where>> other) {
        boolean[] changed = {false};
        state.entrySet().removeIf(entry -> {
            List<Item.Where> both = other.getOrDefault(entry.getKey(), List.of());
            if (!both.containsAll(entry.getValue())) {
                changed[0] = true;
                entry.setValue(entry.getValue().stream().filter(both::contains).toList());
            }
            return entry.getValue().isEmpty();
        });
        return changed[0];
    }

    /** Jumps to the next block are gone by now. */
    private List<Block> successors(Block block) {
        List<Block> successors = new ArrayList<>(block.successors());
        int next = numbers.get(block) + 1;
        Op last = block.code().isEmpty() ? Op.NOP : block.code().getLast().op();
        if (next < procedure.blocks().size() && last != Op.JMP && last != Op.RET && last != Op.UD2) {
            successors.add(procedure.blocks().get(next));
        }
        return successors;
    }

    /** Changes the state as the instruction does; false if it surely stays as it is. */
    boolean step(Instruction instruction, Map<Word, List<Item.Where>> state) {
        if (instruction.isRemark()) {
            Operand.Name name = (Operand.Name) instruction.operand(0);
            Item.Where where = instruction.count() == 1 ? new Item.Where.Lost() : where(instruction.operand(1));
            Word word = new Word(name.variable(), name.offset());
            if (where instanceof Item.Where.Lost) {
                state.remove(word);
            } else {
                state.put(word, List.of(where));
            }
            return true;
        }
        if (state.isEmpty()) {
            return false;
        }
        int written = instruction.writes();
        for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
            written |= 1 << registers[d];
        }
        int changed = written;
        boolean store = instruction.count() > 0 && isSpilled(instruction.operand(0)) && instruction.role(0) != exo86.ash.machine.Roles.USE;
        int slot = store ? offset((Operand.Memory) instruction.operand(0)) : 0;
        boolean gone = (changed != 0 || store) && leave(state, where -> where instanceof Item.Where.Register(int number) && (changed & 1 << number) != 0
                || store && where instanceof Item.Where.Frame(int offset) && offset == slot);
        boolean moves = instruction.op() == Op.MOV && (store ? instruction.register(1) >= 0 : instruction.register(0) >= 0 && isSpilled(instruction.operand(1)));
        if (moves) {
            Item.Where from = where(instruction.operand(1));
            Item.Where to = where(instruction.operand(0));
            state.replaceAll((word, places) -> places.contains(from) && !places.contains(to) ? List.of(places.getFirst(), to) : places);
        }
        return gone;
    }

    /** No word is there any more; whether one was. */
    private static boolean leave(Map<Word, List<Item.Where>> state, Predicate<Item.Where> places) {
        boolean[] changed = {false};
        state.entrySet().removeIf(entry -> {
            List<Item.Where> known = entry.getValue();
            for (int i = 0; i < known.size(); i++) {
                if (places.test(known.get(i))) {
                    changed[0] = true;
                    entry.setValue(known.stream().filter(places.negate()).toList());
                    return entry.getValue().isEmpty();
                }
            }
            return false;
        });
        return changed[0];
    }

    private static boolean isSpilled(Operand operand) {
        return operand instanceof Operand.Memory memory && memory.slot().kind() == Slot.Kind.SPILL;
    }

    private Item.Where where(Operand operand) {
        return switch (operand) {
            case Operand.Register(int number, int width) -> new Item.Where.Register(number);
            case Operand.Immediate(int number, String symbol) -> symbol.isEmpty() ? new Item.Where.Constant(number) : new Item.Where.Address(symbol, number);
            case Operand.Memory memory when memory.slot().kind() == Slot.Kind.SPILL && frame.has(memory.slot()) || memory.slot().kind() == Slot.Kind.INCOMING ->
                new Item.Where.Frame(offset(memory));
            case Operand.Memory memory when memory.slot().kind() == Slot.Kind.LOCAL && frame.has(memory.slot()) && !memory.hasRegisters()
                    && memory.symbol().isEmpty() -> new Item.Where.FrameAddress(offset(memory));
            default -> new Item.Where.Lost();
        };
    }

    private int offset(Operand.Memory memory) {
        return memory.slot().offset() + memory.displacement() - frame.distance();
    }
}

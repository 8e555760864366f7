package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts slots into the pieces that are accessed apart, so that each can become a value: slices into address and length, structs into fields.
 *
 * <p>A slot qualifies if its address is used by nothing but loads, stores, copies and fills at known offsets. Each load and store asks for a piece; pieces
 * that overlap become one. A copy between two qualified slots hands the cuts of one to the other, until no cut is new; a copy from or to
 * other memory is done word by word where the slot is small, else the slot stays whole.
 */
final class ScalarReplacement implements Pass {
    /** The largest slot that is copied word by word. */
    private static final int COPIED = 64;

    @Override
    public boolean run(Function function) {
        return new Replacement(function).replace();
    }

    /** The pieces of one slot, disjoint, by their start. */
    private static final class Pieces {
        final Slot slot;
        final TreeMap<Integer, Integer> ends = new TreeMap<>();
        final Map<Integer, Slot> made = new LinkedHashMap<>();

        Pieces(Slot slot) {
            this.slot = slot;
        }

        /** Asks for a piece; whether that changed anything. */
        boolean add(int start, int end) {
            Map.Entry<Integer, Integer> first = ends.floorEntry(start);
            if (first != null && first.getKey() <= start && first.getValue() >= end) {
                return false;
            }
            int low = start;
            int high = end;
            if (first != null && first.getValue() > start) {
                low = first.getKey();
            }
            Map.Entry<Integer, Integer> next = ends.ceilingEntry(low);
            while (next != null && next.getKey() < high) {
                high = Math.max(high, next.getValue());
                ends.remove(next.getKey());
                next = ends.ceilingEntry(low);
            }
            ends.put(low, high);
            return true;
        }
    }

    private static final class Replacement {
        private final Function function;
        private final Map<Slot, Pieces> candidates = new LinkedHashMap<>();
        private final List<Instruction.Copy> copies = new ArrayList<>();
        private final List<Instruction.Store> constants = new ArrayList<>();

        Replacement(Function function) {
            this.function = function;
            function.slots().forEach(slot -> candidates.put(slot, new Pieces(slot)));
        }

        boolean replace() {
            for (Block block : function.blocks()) {
                block.instructions().forEach(this::inspect);
                block.terminator().operands().forEach(this::spoil);
                for (Edge edge : block.terminator().edges()) {
                    edge.arguments().forEach(this::spoil);
                }
            }
            constants();
            copies.forEach(copy -> {
                if (!isCandidate(copy.from())) {
                    foreign(copy.to(), copy.size());
                }
                if (!isCandidate(copy.to())) {
                    foreign(copy.from(), copy.size());
                }
            });
            spread();
            candidates.values().removeIf(pieces -> pieces.ends.size() == 1 && pieces.ends.firstEntry().getKey() == 0
                    && pieces.ends.firstEntry().getValue() == pieces.slot.size() && copies.stream().noneMatch(c -> touches(c, pieces.slot))
                    || pieces.ends.isEmpty() && copies.stream().noneMatch(c -> touches(c, pieces.slot)));
            if (candidates.isEmpty()) {
                return false;
            }
            candidates.values().forEach(this::cut);
            function.blocks().forEach(this::rewrite);
            DebugWords.forgetSlots(function);
            return true;
        }

        /**
         * A constant can be stored in pieces, as the zeros of a struct's literal are: it asks for one only where nothing else does, or where the slot is copied to
         * other memory, which is done by words.
         */
        private void constants() {
            for (Instruction.Store store : constants) {
                if (isCandidate(store.base())) {
                    SlotAddress to = (SlotAddress) store.base();
                    int start = to.addend() + store.offset();
                    Map.Entry<Integer, Integer> piece = candidates.get(to.slot()).ends.lowerEntry(start + store.width().bytes());
                    boolean met = piece != null && piece.getValue() > start;
                    if (!met || copies.stream().anyMatch(c -> touches(c, to.slot()) && !(isCandidate(c.from()) && isCandidate(c.to())))) {
                        access(store.base(), store.offset(), store.width());
                    }
                }
            }
        }

        private static boolean touches(Instruction.Copy copy, Slot slot) {
            return copy.to() instanceof SlotAddress to && to.slot() == slot || copy.from() instanceof SlotAddress from && from.slot() == slot;
        }

        private void spoil(Operand operand) {
            if (operand instanceof SlotAddress(Slot slot, int addend)) {
                candidates.remove(slot);
            }
        }

        private boolean isCandidate(Operand operand) {
            return operand instanceof SlotAddress(Slot slot, int addend) && candidates.containsKey(slot);
        }

        private void inspect(Instruction instruction) {
            switch (instruction) {
                case Instruction.Load load when !load.isVolatile() -> access(load.base(), load.offset(), load.width());
                case Instruction.Store store when store.value() instanceof Constant && isCandidate(store.base()) && !store.isVolatile() -> {
                    SlotAddress to = (SlotAddress) store.base();
                    inside(new SlotAddress(to.slot(), to.addend() + store.offset()), store.width().bytes());
                    constants.add(store);
                }
                case Instruction.Store store when !store.isVolatile() -> {
                    access(store.base(), store.offset(), store.width());
                    spoil(store.value());
                }
                case Instruction.Copy copy -> {
                    inside(copy.to(), copy.size());
                    inside(copy.from(), copy.size());
                    copies.add(copy);
                }
                case Instruction.Fill fill -> {
                    inside(fill.to(), fill.size());
                    if (!(fill.word() instanceof Constant)) {
                        spoil(fill.to());
                    }
                    spoil(fill.word());
                }
                default -> instruction.operands().forEach(this::spoil);
            }
        }

        private void inside(Operand operand, int size) {
            if (operand instanceof SlotAddress(Slot slot, int addend) && (addend < 0 || addend + size > slot.size())) {
                candidates.remove(slot);
            }
        }

        private void access(Operand base, int offset, Width width) {
            if (base instanceof SlotAddress(Slot slot, int addend)) {
                int start = addend + offset;
                Pieces pieces = candidates.get(slot);
                if (start < 0 || start + width.bytes() > slot.size()) {
                    candidates.remove(slot);
                } else if (pieces != null) {
                    pieces.add(start, start + width.bytes());
                }
            }
        }

        /** A copy to or from other memory needs all the bytes. */
        private void foreign(Operand operand, int size) {
            if (operand instanceof SlotAddress(Slot slot, int addend) && candidates.containsKey(slot)) {
                if (slot.size() > COPIED) {
                    candidates.get(slot).add(0, slot.size());
                    return;
                }
                for (int at = addend; at < addend + size;) {
                    int bytes = piece(at, addend + size);
                    fillGap(candidates.get(slot), at, at + bytes);
                    at += bytes;
                }
            }
        }

        /** Asks for a piece, or, where others are already, for the gaps between them. */
        private static void fillGap(Pieces pieces, int start, int end) {
            Map.Entry<Integer, Integer> before = pieces.ends.lowerEntry(end);
            if (before == null || before.getValue() <= start) {
                pieces.add(start, end);
                return;
            }
            for (int at = start; at < end; at++) {
                Map.Entry<Integer, Integer> here = pieces.ends.floorEntry(at);
                if (here == null || here.getValue() <= at) {
                    pieces.add(at, at + 1);
                }
            }
        }

        private static int piece(int at, int end) {
            return at % 4 == 0 && at + 4 <= end ? 4 : at % 2 == 0 && at + 2 <= end ? 2 : 1;
        }

        /** Hands cuts over copies until none is new. */
        private void spread() {
            boolean changed = true;
            while (changed) {
                changed = false;
                for (Instruction.Copy copy : copies) {
                    if (isCandidate(copy.to()) && isCandidate(copy.from())) {
                        changed |= hand((SlotAddress) copy.from(), (SlotAddress) copy.to(), copy.size());
                        changed |= hand((SlotAddress) copy.to(), (SlotAddress) copy.from(), copy.size());
                    }
                }
            }
        }

        private boolean hand(SlotAddress from, SlotAddress to, int size) {
            boolean changed = false;
            Pieces source = candidates.get(from.slot());
            Pieces target = candidates.get(to.slot());
            for (Map.Entry<Integer, Integer> piece : List.copyOf(source.ends.entrySet())) {
                int start = Math.max(piece.getKey(), from.addend());
                int end = Math.min(piece.getValue(), from.addend() + size);
                if (start < end) {
                    changed |= target.add(start - from.addend() + to.addend(), end - from.addend() + to.addend());
                    if (start != piece.getKey() || end != piece.getValue()) {
                        // The copy ends inside of the piece: the other side must not be cut finer than the whole of what it gets.
                        changed |= source.add(piece.getKey(), piece.getValue());
                    }
                }
            }
            return changed;
        }

        private void cut(Pieces pieces) {
            for (Map.Entry<Integer, Integer> piece : pieces.ends.entrySet()) {
                int size = piece.getValue() - piece.getKey();
                pieces.made.put(piece.getKey(), function.newSlot(size, Math.min(pieces.slot.align(), size >= 4 ? 4 : Integer.highestOneBit(size))));
            }
            List<Function.Home> homes = new ArrayList<>();
            for (Function.Home home : function.homes()) {
                if (home.slot() == pieces.slot) {
                    pieces.made.forEach((start, slot) -> homes.add(new Function.Home(home.variable(), home.offset() + start, slot)));
                } else {
                    homes.add(home);
                }
            }
            function.homes().clear();
            function.homes().addAll(homes);
            function.slots().remove(pieces.slot);
        }

        private void rewrite(Block block) {
            List<Instruction> rewritten = new ArrayList<>();
            for (Instruction instruction : block.instructions()) {
                switch (instruction) {
                    case Instruction.Load load when isCandidate(load.base()) -> rewritten.add(new Instruction.Load(load.width(), load.result(),
                            moved((SlotAddress) load.base(), load.offset()), 0, false, load.at()));
                    case Instruction.Store store when isCandidate(store.base()) && store.value() instanceof Constant(int number) -> {
                        SlotAddress to = (SlotAddress) store.base();
                        constant(new SlotAddress(to.slot(), to.addend() + store.offset()), store.width().bytes(), number, store.at(), rewritten);
                    }
                    case Instruction.Store store when isCandidate(store.base()) -> rewritten.add(new Instruction.Store(store.width(),
                            moved((SlotAddress) store.base(), store.offset()), 0, store.value(), false, store.at()));
                    case Instruction.Copy copy when isCandidate(copy.to()) || isCandidate(copy.from()) -> copy(copy, rewritten);
                    case Instruction.Fill fill when isCandidate(fill.to()) -> fill(fill, rewritten);
                    default -> rewritten.add(instruction);
                }
            }
            block.replaceInstructions(rewritten);
        }

        /** Where a byte of a cut slot lies now. */
        private SlotAddress moved(SlotAddress address, int offset) {
            Pieces pieces = candidates.get(address.slot());
            int at = address.addend() + offset;
            int start = pieces.ends.floorKey(at);
            return new SlotAddress(pieces.made.get(start), at - start);
        }

        /** The pieces of the slot that lie in a range, each cut at the range's ends. */
        private List<int[]> within(SlotAddress address, int size) {
            List<int[]> found = new ArrayList<>();
            for (Map.Entry<Integer, Integer> piece : candidates.get(address.slot()).ends.entrySet()) {
                int start = Math.max(piece.getKey(), address.addend());
                int end = Math.min(piece.getValue(), address.addend() + size);
                if (start < end) {
                    found.add(new int[] {start - address.addend(), end - start});
                }
            }
            return found;
        }

        private void copy(Instruction.Copy copy, List<Instruction> into) {
            SlotAddress guide = (SlotAddress) (isCandidate(copy.to()) ? copy.to() : copy.from());
            for (int[] range : within(guide, copy.size())) {
                int offset = range[0];
                int size = range[1];
                boolean scalar = size == 1 || size == 2 || size == 4;
                if (scalar) {
                    Value word = function.newValue();
                    Width width = Width.of(size, false);
                    into.add(load(width, word, copy.from(), offset, copy.at()));
                    into.add(store(width, copy.to(), offset, word, copy.at()));
                } else {
                    into.add(new Instruction.Copy(address(copy.to(), offset, into, copy.at()), address(copy.from(), offset, into, copy.at()), size, copy.at()));
                }
            }
        }

        private Instruction load(Width width, Value result, Operand base, int offset, Position at) {
            return isCandidate(base) ? new Instruction.Load(width, result, moved((SlotAddress) base, offset), 0, false, at)
                    : Addresses.load(width, result, base, offset, at);
        }

        private Instruction store(Width width, Operand base, int offset, Operand value, Position at) {
            return isCandidate(base) ? new Instruction.Store(width, moved((SlotAddress) base, offset), 0, value, false, at)
                    : Addresses.store(width, base, offset, value, at);
        }

        private Operand address(Operand base, int offset, List<Instruction> into, Position at) {
            return isCandidate(base) ? moved((SlotAddress) base, offset) : Addresses.plus(function, base, offset, into, at);
        }

        private void fill(Instruction.Fill fill, List<Instruction> into) {
            constant((SlotAddress) fill.to(), fill.size(), ((Constant) fill.word()).number(), fill.at(), into);
        }

        /** Stores the bytes of a word, again and again if there are more, in the pieces of a range. */
        private void constant(SlotAddress range, int size, int word, Position at, List<Instruction> into) {
            for (int[] part : within(range, size)) {
                SlotAddress to = moved(range, part[0]);
                int turned = Integer.rotateRight(word, 8 * (part[0] & 3));
                if (part[1] == 1 || part[1] == 2 || part[1] == 4) {
                    into.add(new Instruction.Store(Width.of(part[1], false), to, 0, Operand.of(turned), false, at));
                } else {
                    into.add(new Instruction.Fill(to, Operand.of(turned), part[1], at));
                }
            }
        }
    }
}

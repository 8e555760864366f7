package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Width;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Numbers stored side by side are stored together: the bytes of a table, the small fields of a struct's literal.
 *
 * <p>A run is stores of numbers to one base with nothing between them that reads or writes memory or may trap; so nobody can tell in which order they
 * are done. Words are only written where they are aligned, as far as the offset and a slot's alignment tell. It runs last, when nothing looks for single fields any more.
 */
final class StoreMerging implements Pass {
    /** A byte of a run: its value, and the store that it comes from. */
    private record Byte(int value, Instruction.Store store) {
    }

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        for (Block block : function.blocks()) {
            if (block.instructions().stream().filter(StoreMerging::isPart).limit(2).count() == 2) {
                changed |= merge(block);
            }
        }
        return changed;
    }

    /** A number of less than a word. */
    private static boolean isPart(Instruction instruction) {
        return instruction instanceof Instruction.Store store && !store.isVolatile() && store.value() instanceof Constant && store.width() != Width.WORD;
    }

    private static boolean merge(Block block) {
        List<Instruction> rewritten = new ArrayList<>(block.instructions().size());
        Run run = new Run();
        boolean changed = false;
        for (Instruction instruction : block.instructions()) {
            if (isPart(instruction)) {
                Instruction.Store store = (Instruction.Store) instruction;
                if (!run.takes(store)) {
                    changed |= run.end(rewritten);
                }
                run.add(store, rewritten.size());
            } else if (!(instruction instanceof Instruction.Debug) && !Effects.isPure(instruction)) {
                changed |= run.end(rewritten);
            }
            rewritten.add(instruction);
        }
        changed |= run.end(rewritten);
        if (changed) {
            block.replaceInstructions(rewritten);
        }
        return changed;
    }

    private static final class Run {
        private final TreeMap<Integer, Byte> bytes = new TreeMap<>();
        private Operand base = Operand.of(0);
        /** Where the first of its stores stands among the rewritten instructions. */
        private int start;

        boolean takes(Instruction.Store store) {
            int at = offset(store);
            return !bytes.isEmpty() && base.equals(root(store)) && bytes.subMap(at, at + store.width().bytes()).isEmpty();
        }

        void add(Instruction.Store store, int place) {
            if (bytes.isEmpty()) {
                base = root(store);
                start = place;
            }
            for (int i = 0; i < store.width().bytes(); i++) {
                bytes.put(offset(store) + i, new Byte(((Constant) store.value()).number() >>> 8 * i & 0xFF, store));
            }
        }

        private static Operand root(Instruction.Store store) {
            return switch (store.base()) {
                case SlotAddress(var slot, int addend) -> new SlotAddress(slot, 0);
                case SymbolAddress(String symbol, int addend) -> new SymbolAddress(symbol, 0);
                default -> store.base();
            };
        }

        private static int offset(Instruction.Store store) {
            return store.offset() + switch (store.base()) {
                case SlotAddress(var slot, int addend) -> addend;
                case SymbolAddress(String symbol, int addend) -> addend;
                default -> 0;
            };
        }

        /** Writes what belongs together at once, and begins anew. */
        boolean end(List<Instruction> code) {
            boolean changed = false;
            int aligned = base instanceof SlotAddress(var slot, int addend) ? slot.align() : 4;
            for (int size = Math.min(4, aligned); size > 1; size /= 2) {
                for (int at : List.copyOf(bytes.keySet())) {
                    if (at % size == 0 && isWhole(at, size)) {
                        join(at, size, code);
                        changed = true;
                    }
                }
            }
            bytes.clear();
            return changed;
        }

        /** All its bytes are written, by more than one store, and no store writes others too. */
        private boolean isWhole(int at, int size) {
            Collection<Byte> found = bytes.subMap(at, at + size).values();
            return found.size() == size && found.stream().map(Byte::store).distinct().count() > 1
                    && found.stream().allMatch(b -> offset(b.store) >= at && offset(b.store) + b.store.width().bytes() <= at + size);
        }

        private void join(int at, int size, List<Instruction> code) {
            int number = 0;
            Set<Instruction.Store> parts = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = size - 1; i >= 0; i--) {
                number = number << 8 | bytes.get(at + i).value;
                parts.add(bytes.remove(at + i).store);
            }
            boolean written = false;
            for (int i = start; i < code.size(); i++) {
                if (code.get(i) instanceof Instruction.Store part && parts.contains(part)) {
                    if (written) {
                        code.remove(i--);
                    } else {
                        code.set(i, Addresses.store(Width.of(size, false), base, at, Operand.of(number), part.at()));
                        written = true;
                    }
                }
            }
        }
    }
}

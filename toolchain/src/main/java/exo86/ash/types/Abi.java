package exo86.ash.types;

import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a call's arguments and result go, for our convention a32 and for SysV i386 ({@code extern "c"}).
 *
 * @param hidden the result is an aggregate in memory: the first argument is its address
 * @param arguments a place for each parameter, the hidden one not counted
 * @param hiddenInRegister the hidden address is in EAX, else the first on the stack
 * @param stackBytes what the caller pushes
 */
public record Abi(boolean c, boolean hidden, boolean hiddenInRegister, List<Place> arguments, int stackBytes) {
    private static final List<Integer> REGISTERS = List.of(Registers.EAX, Registers.EDX, Registers.ECX);

    /**
     * Where an argument goes.
     *
     * @param reference the word passed is the address of a copy
     * @param registers the number of one for each word, empty for the stack
     * @param offset from the first stack argument
     */
    public record Place(Type type, boolean reference, List<Integer> registers, int offset, int words) {
        public boolean onStack() {
            return registers.isEmpty();
        }
    }

    public static Abi a32(List<Type> parameters, Type result) {
        boolean hidden = Shape.of(result) == Shape.MEMORY;
        int used = hidden ? 1 : 0;
        int offset = 0;
        List<Place> places = new ArrayList<>();
        for (Type type : parameters) {
            boolean reference = Shape.of(type) == Shape.MEMORY;
            int words = Shape.of(type) == Shape.PAIR ? 2 : 1;
            if (used + words <= REGISTERS.size()) {
                places.add(new Place(type, reference, REGISTERS.subList(used, used + words), 0, words));
                used += words;
            } else {
                used = REGISTERS.size();
                places.add(new Place(type, reference, List.of(), offset, words));
                offset += 4 * words;
            }
        }
        return new Abi(false, hidden, hidden, List.copyOf(places), offset);
    }

    /** Everything on the stack, aggregates by value; an aggregate result of any size through a hidden address that the callee pops. */
    public static Abi c(List<Type> parameters, Type result) {
        boolean hidden = isAggregate(result);
        int offset = hidden ? 4 : 0;
        List<Place> places = new ArrayList<>();
        for (Type type : parameters) {
            int words = Math.max(1, (type.size() + 3) / 4);
            places.add(new Place(type, false, List.of(), offset, words));
            offset += 4 * words;
        }
        return new Abi(true, hidden, false, List.copyOf(places), offset);
    }

    /** What the callee removes from the stack besides its return address. */
    public int calleePops() {
        return c && hidden ? 4 : 0;
    }

    private static boolean isAggregate(Type type) {
        Type stripped = Shape.strip(type);
        return stripped instanceof StructType || stripped instanceof UnionType || stripped instanceof Type.Array || stripped instanceof Type.Slice;
    }
}

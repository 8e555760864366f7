package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import exo86.ash.ir.lower.Builder.Location;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;

/** Values of all sizes between words and memory. */
final class Transfer {
    /** Up to so many bytes are cleared by stores, more by a fill; device memory up to so many is copied without a loop. */
    private static final int UNROLLED = 32;

    private final Builder code;

    Transfer(Builder code) {
        this.code = code;
    }

    /** A scalar's or small aggregate's words. */
    List<Operand> load(Location from, Type type) {
        int size = type.size();
        return switch (Shape.of(type)) {
            case NONE -> List.of();
            case WORD -> List.of(part(from, size, Shape.integer(type).signed()));
            case PAIR -> List.of(part(from, 4, false), part(from.plus(4), size - 4, false));
            case MEMORY -> throw new IllegalArgumentException("not a word or two: " + type);
        };
    }

    void store(Location to, List<Operand> words, Type type) {
        int size = type.size();
        if (!words.isEmpty()) {
            storePart(to, words.get(0), Math.min(4, size));
            if (size > 4) {
                storePart(to.plus(4), words.get(1), size - 4);
            }
        }
    }

    private Operand part(Location from, int size, boolean signed) {
        return switch (size) {
            case 0 -> Operand.of(0);
            case 3 -> {
                Operand low = code.load(Width.U16, from);
                Operand high = code.load(Width.U8, from.plus(2));
                yield code.binary(BinaryOperator.OR, low, code.binary(BinaryOperator.SHL, high, Operand.of(16)));
            }
            default -> code.load(Width.of(size, signed), from);
        };
    }

    private void storePart(Location to, Operand word, int size) {
        switch (size) {
            case 0 -> {
            }
            case 3 -> {
                code.store(Width.U16, to, word);
                code.store(Width.U8, to.plus(2), code.binary(BinaryOperator.SHR, word, Operand.of(16)));
            }
            default -> code.store(Width.of(size, false), to, word);
        }
    }

    void zero(Location to, int size) {
        if (size > UNROLLED && !to.io()) {
            code.emit(new Instruction.Fill(code.address(to), Operand.of(0), size, code.at));
            return;
        }
        for (int at = 0; at < size;) {
            int bytes = piece(size - at);
            code.store(Width.of(bytes, false), to.plus(at), Operand.of(0));
            at += bytes;
        }
    }

    /** Copies; device memory by words, in order, each once. */
    void copy(Location to, Location from, int size) {
        if (size == 0) {
            return;
        }
        if (!to.io() && !from.io()) {
            code.emit(new Instruction.Copy(code.address(to), code.address(from), size, code.at));
            return;
        }
        int at = 0;
        if (size > UNROLLED) {
            Operand target = code.address(to);
            Operand source = code.address(from);
            at = size / 4 * 4;
            repeat(at, 4, i -> code.store(Width.WORD, new Location(code.binary(BinaryOperator.ADD, target, i), 0, to.io()),
                    code.load(Width.WORD, new Location(code.binary(BinaryOperator.ADD, source, i), 0, from.io()))));
        }
        while (at < size) {
            int bytes = piece(size - at);
            Width width = Width.of(bytes, false);
            code.store(width, to.plus(at), code.load(width, from.plus(at)));
            at += bytes;
        }
    }

    /** Makes a loop that counts a byte offset from 0 to {@code end}, which is a multiple of {@code step}, not 0. */
    void repeat(int end, int step, java.util.function.Consumer<Value> body) {
        Block loop = code.function.newBlock();
        Block done = code.function.newBlock();
        Value offset = code.function.newValue();
        loop.parameters().add(offset);
        code.jump(loop, Operand.of(0));
        code.continueAt(loop);
        body.accept(offset);
        Operand next = code.binary(BinaryOperator.ADD, offset, Operand.of(step));
        code.end(new Terminator.Branch(Condition.ULT, next, Operand.of(end), exo86.ash.ir.Edge.to(loop, next), exo86.ash.ir.Edge.to(done), code.at));
        code.continueAt(done);
    }

    private static int piece(int left) {
        return left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    /** The words of a value of whole words in memory, as many as it takes. */
    List<Operand> words(Location from, int size) {
        List<Operand> words = new ArrayList<>();
        for (int at = 0; at < size; at += 4) {
            words.add(part(from.plus(at), Math.min(4, size - at), false));
        }
        return words;
    }

    /** The reverse of {@link #words}. */
    void storeWords(Location to, List<? extends Operand> words, int size) {
        for (int at = 0; at < size; at += 4) {
            storePart(to.plus(at), words.get(at / 4), Math.min(4, size - at));
        }
    }
}

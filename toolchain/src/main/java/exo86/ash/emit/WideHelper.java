package exo86.ash.emit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * 64-bit operations that are calls of assembly: left operand in EDX:EAX, right operand on the stack, result in EDX:EAX. Division leaves the
 * remainder where the divisor was; multiplication sets CF on overflow.
 */
enum WideHelper {
    DIVIDE_UNSIGNED("ash.udivmod64", 20, Set.of()), DIVIDE_SIGNED("ash.sdivmod64", 20, Set.of("ash.udivmod64")),
    MULTIPLY_UNSIGNED("ash.umul64", 8, Set.of()), MULTIPLY_SIGNED("ash.smul64", 16, Set.of("ash.umul64"));

    private final String symbol;
    private final Routine.StackUse stack;

    WideHelper(String symbol, int stackBytes, Set<String> callees) {
        this.symbol = symbol;
        this.stack = new Routine.StackUse(stackBytes, callees, Set.of());
    }

    String symbol() {
        return symbol;
    }

    Routine.StackUse stack() {
        return stack;
    }

    Set<String> callees() {
        return stack.callees();
    }

    /** Its assembly text, a resource. */
    String text() {
        try (InputStream in = WideHelper.class.getResourceAsStream(symbol + ".asm")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

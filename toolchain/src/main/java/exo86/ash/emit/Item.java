package exo86.ash.emit;

import exo86.ash.ir.Position;
import exo86.ash.ir.Variable;
import exo86.ash.source.Span;
import exo86.isa.Op;
import java.util.List;
import java.util.Map;

/** One thing in a function's code, in order: an instruction, or a remark about the place where it stands. */
sealed interface Item {
    /** {@code condition} is that of a jump or SET, else {@link exo86.isa.Condition#NONE}. */
    record Instruction(Op op, int condition, List<Operand> operands) implements Item {
    }

    /** MOVS or STOS of 8, 16 or 32 bits; a repeated NOP is PAUSE. */
    record StringInstruction(Op op, int width, boolean repeated) implements Item {
    }

    /** No code: the symbol names read-only data that holds the addresses of those places. */
    record Table(String symbol, List<Label> labels) implements Item {
    }

    record Bind(Label label) implements Item {
    }

    /** From here on the caller's ESP is that far above ESP, and those registers of his lie at these distances from it. */
    record Unwinding(int distance, Map<Integer, Integer> saved) implements Item {
        public Unwinding {
            saved = Map.copyOf(saved);
        }
    }

    /** From here on a word of a variable is there, or is lost. */
    record Holds(Variable variable, int offset, Where where) implements Item {
    }

    /** Where a word of a variable is; {@code Frame}, {@code Stored} and {@code FrameAddress} count from the caller's ESP. */
    sealed interface Where {
        record Register(int number) implements Where {
        }

        record Frame(int offset) implements Where {
        }

        /** In the frame with what follows it: so many bytes of the variable. */
        record Stored(int offset, int size) implements Where {
        }

        record Constant(int number) implements Where {
        }

        /** Nowhere: the word is the address of that place in the frame. */
        record FrameAddress(int offset) implements Where {
        }

        /** Nowhere: the word is an address. */
        record Address(String symbol, int addend) implements Where {
        }

        record Lost() implements Where {
        }
    }

    /** What follows belongs to this source line, reached through these inlined calls. */
    record Line(Position at) implements Item {
    }

    /** The next instruction is the {@code ud2} of a failed check. */
    record Check(String reason, Span at) implements Item {
    }

    /** The variables named here live from this place to the matching {@link ScopeEnd}. */
    record ScopeStart(Scope scope) implements Item {
    }

    record ScopeEnd(Scope scope) implements Item {
    }
}

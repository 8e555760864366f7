package exo86.cpu;

import exo86.isa.Instruction;

/**
 * Makes the operations of a block: a form for each instruction, comparisons joined with the jump that follows, jumps told how the flags that
 * they look at came about.
 */
final class Operations {
    private Operations() {
    }

    /** The first of the list of operations for {@code block}, which is flat code. */
    static Operation of(Block block) {
        Operation first = null;
        Operation last = null;
        int eip = block.linear;
        for (int k = 0; k < block.count; k++) {
            Instruction i = block.instructions[k];
            Operation o = new Operation();
            o.eip = eip;
            eip += i.length;
            o.after = eip;
            o.remaining = block.count - k;
            Form.choose(o, i);
            transfer(o, i);
            if (last == null) {
                first = o;
            } else if (joins(last, o)) {
                continue;
            } else {
                last.next = o;
            }
            last = o;
        }
        if (!last.ends) {
            Operation end = new Operation();
            end.handler = Form.JUMP;
            end.eip = eip;
            end.taken = Block.unresolved(eip);
            last.next = end;
        }
        return first;
    }

    private static void transfer(Operation o, Instruction i) {
        o.ends = Executor.endsBlock(i);
        switch (o.handler) {
            case Form.JUMP, Form.CALL -> o.taken = Block.unresolved(o.after + o.immediate);
            case Form.JUMP_IF, Form.LOOP -> {
                o.taken = Block.unresolved(o.after + o.immediate);
                o.other = Block.unresolved(o.after);
            }
            case Form.RETURN, Form.JUMP_REGISTER, Form.JUMP_LOAD, Form.CALL_REGISTER, Form.CALL_LOAD -> o.taken = Block.unresolved(0);
            case Form.COLD -> {
                o.instruction = i;
                o.leaves = Executor.leaves(i);
            }
            default -> { }
        }
    }

    // ---- jumps on known flags

    private static final int EQUAL = 0, LESS = 1, LESS_EQUAL = 2, BELOW = 3, BELOW_EQUAL = 4;

    /** Makes a jump cheaper by what is known of the flags from {@code before}: true if both are now one operation, {@code before}. */
    private static boolean joins(Operation before, Operation jump) {
        if (jump.handler != Form.JUMP_IF) {
            return false;
        }
        int condition = jump.condition >>> 1;
        int form = afterSubtraction(before.handler) ? comparison(condition) : -1;
        if (form >= 0) {
            int joined = switch (before.handler) {
                case Form.BINARY + 7 -> Form.COMPARE_JUMP;
                case Form.BINARY_LOAD + 7 -> Form.COMPARE_LOAD_JUMP;
                case Form.COMPARE_MEMORY -> Form.COMPARE_MEMORY_JUMP;
                default -> -1;
            };
            direct(jump);
            if (joined >= 0) {
                return join(before, jump, joined + form);
            }
            jump.handler = form == EQUAL ? Form.JUMP_ZERO : Form.JUMP_LESS + form - LESS;
            return false;
        }
        if (afterLogic(before.handler) && (condition == 2 || condition == 3 || condition == 4 || condition == 6 || condition == 7)) {
            // CF and OF are 0
            int sign = condition == 2 || condition == 3 ? 0 : condition == 7 ? 2 : 1;
            direct(jump);
            if (before.handler == Form.TEST) {
                return join(before, jump, Form.TEST_JUMP + sign);
            }
            jump.handler = Form.JUMP_ZERO + sign;
        } else if (afterResult(before.handler) && (condition == 2 || condition == 4)) {
            direct(jump);
            jump.handler = condition == 2 ? Form.JUMP_ZERO : Form.JUMP_NEGATIVE;
        }
        return false;
    }

    private static int comparison(int condition) {
        return switch (condition) {
            case 1 -> BELOW;
            case 2 -> EQUAL;
            case 3 -> BELOW_EQUAL;
            case 6 -> LESS;
            case 7 -> LESS_EQUAL;
            default -> -1;
        };
    }

    /** An odd condition is the even one before it, with the two ways exchanged. */
    private static void direct(Operation jump) {
        if ((jump.condition & 1) != 0) {
            Block block = jump.taken;
            jump.taken = jump.other;
            jump.other = block;
        }
    }

    private static boolean join(Operation before, Operation jump, int handler) {
        before.handler = handler;
        before.taken = jump.taken;
        before.other = jump.other;
        before.after = jump.after;
        before.ends = true;
        return true;
    }

    /** {@link Cpu#flagA} and {@link Cpu#flagB} are what was compared. */
    private static boolean afterSubtraction(int handler) {
        return switch (handler) {
            case Form.BINARY + 5, Form.BINARY + 7, Form.BINARY_LOAD + 5, Form.BINARY_LOAD + 7, Form.BINARY_STORE + 5, Form.COMPARE_MEMORY, Form.NEGATE,
                 Form.COMPARE_8, Form.COMPARE_LOAD_8, Form.COMPARE_MEMORY_8, Form.COMPARE_16, Form.COMPARE_MEMORY_16 -> true;
            default -> false;
        };
    }

    private static boolean afterLogic(int handler) {
        return switch (handler) {
            case Form.BINARY + 1, Form.BINARY + 4, Form.BINARY + 6, Form.BINARY_LOAD + 1, Form.BINARY_LOAD + 4, Form.BINARY_LOAD + 6, Form.BINARY_STORE + 1,
                 Form.BINARY_STORE + 4, Form.BINARY_STORE + 6, Form.TEST, Form.TEST_LOAD, Form.TEST_8, Form.TEST_LOAD_8 -> true;
            default -> false;
        };
    }

    /** ZF and SF follow from {@link Cpu#flagResult}. */
    private static boolean afterResult(int handler) {
        return handler >= Form.BINARY && handler < Form.TEST || handler >= Form.BINARY_LOAD && handler < Form.COMPARE_MEMORY || switch (handler) {
            case Form.INCREMENT, Form.DECREMENT, Form.INCREMENT_MEMORY, Form.SHIFT_LEFT, Form.SHIFT_RIGHT, Form.SHIFT_ARITHMETIC, Form.MULTIPLY,
                 Form.MULTIPLY_LOAD, Form.MULTIPLY_WIDE, Form.BINARY_8, Form.BINARY_LOAD_8 -> true;
            default -> false;
        };
    }
}

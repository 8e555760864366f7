package exo86.isa;

import exo86.isa.Operand.Far;
import exo86.isa.Operand.Immediate;
import exo86.isa.Operand.Memory;
import exo86.isa.Operand.Register;
import exo86.isa.Operand.RegisterFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Operation and operands to bytes, in the forms that NASM chooses.
 *
 * <p>The idea: every row of the table whose operand forms can hold the operands is a candidate, once with each operand size; the shortest wins, and
 * among equals the table's first, with two exceptions in {@code preferred}. That gives the accumulator forms, sign-extended bytes, A0–A3 and the r/m,reg direction without a rule for each.
 * A candidate needs a reason for an operand size that is not the code's own: a register, a written width, a prefix.
 *
 * <p>Addresses that are not known yet take their full width and come back as {@link Encoding.Fixup}s.
 */
public final class Encoder {
    private static final Map<Op, List<Row>> ROWS = new EnumMap<>(Op.class);

    static {
        for (Row row : InstructionTable.rows()) {
            if (!row.alias) {
                ROWS.computeIfAbsent(row.op, op -> new ArrayList<>()).add(row);
            }
        }
    }

    private final int bits;

    /** An encoder for code segments of 16 or 32 bits. */
    public Encoder(int bits) {
        this.bits = bits;
    }

    /** {@code op operands}; a jump takes the near form where there is one. */
    public Encoding encode(Op op, Operand... operands) throws EncodingException {
        return encode(Request.of(op, Condition.NONE, operands));
    }

    /** J, SET or CMOV. */
    public Encoding encode(Op op, int condition, Operand... operands) throws EncodingException {
        return encode(Request.of(op, condition, operands));
    }

    public Encoding encode(Request request) throws EncodingException {
        List<Operand> operands = request.operands();
        Search search = new Search(request);
        boolean exchangeable = (request.op() == Op.XCHG || request.op() == Op.TEST) && operands.size() == 2;
        if (exchangeable && request.op() == Op.XCHG) {
            search.all(List.of(operands.get(1), operands.get(0)));
        }
        search.all(operands);
        if (exchangeable && request.op() == Op.TEST) {
            search.all(List.of(operands.get(1), operands.get(0)));
        }
        if (request.op() == Op.IMUL && operands.size() == 2 && operands.get(1) instanceof Immediate) {
            search.all(List.of(operands.get(0), operands.get(0), operands.get(1)));
        }
        return search.result();
    }

    /** The candidates for one request. */
    private final class Search {
        private final Request request;
        private final boolean sizeFromCode;
        private boolean unsizedMemory;
        private int memoryWidth;
        private boolean ambiguous;
        private boolean lockRefused;
        private boolean outOfRange;
        private boolean countMatched;
        private Encoding best;
        private boolean bestPreferred;

        Search(Request request) {
            this.request = request;
            this.sizeFromCode = switch (request.op()) {
                case CALL, JMP, CALLF, JMPF, NOP, SLDT, STR, SMSW -> true;
                default -> false;
            };
            for (Operand operand : request.operands()) {
                unsizedMemory |= operand instanceof Memory memory && memory.width() == 0;
            }
        }

        Encoding result() throws EncodingException {
            if (ambiguous) {
                throw new EncodingException("operation size not specified");
            }
            if (best != null) {
                return best;
            }
            if (lockRefused) {
                throw new EncodingException("this instruction cannot be locked");
            }
            if (outOfRange) {
                throw new EncodingException("value out of range for its operand");
            }
            throw new EncodingException(countMatched ? "invalid combination of operands" : "wrong number of operands");
        }

        void all(List<Operand> operands) {
            for (Row row : ROWS.getOrDefault(request.op(), List.of())) {
                if (row.operands.length == operands.size()) {
                    countMatched = true;
                    tryRow(row, bits, operands);
                    tryRow(row, 48 - bits, operands);
                }
            }
        }

        private void tryRow(Row row, int operandSize, List<Operand> operands) {
            boolean swapped = operandSize != bits;
            if (row.onlyOperandSize != 0 ? row.onlyOperandSize != operandSize : row.usesOperandSize ? wrongSize(row, operandSize, operands) : swapped) {
                return;
            }
            if (row.usesOperandSize && request.operandSize() != 0 && request.operandSize() != operandSize) {
                return;
            }
            int addressSize = request.addressSize() != 0 ? request.addressSize() : bits;
            for (int i = 0; i < operands.size(); i++) {
                if (!matches(row, i, operandSize, operands.get(i))) {
                    return;
                }
            }
            for (int i = 0; i < operands.size(); i++) {
                if (operands.get(i) instanceof Memory memory) {
                    addressSize = memory.addressSize() != 0 ? memory.addressSize() : addressSize;
                    OperandForm form = row.operands[i];
                    int width = form.width(operandSize);
                    if (unsizedMemory && width != 0 && !sizeFromCode) {
                        ambiguous |= memoryWidth != 0 && memoryWidth != width;
                        memoryWidth = width;
                    }
                }
            }
            if (request.lock() && !(row.lockable && operands.getFirst() instanceof Memory)) {
                lockRefused = true;
                return;
            }
            Emitter emitter = new Emitter(row, operandSize, addressSize, bits, request);
            Encoding encoding = emitter.encode(operands);
            int gain = best == null ? 1 : best.bytes().length - encoding.bytes().length;
            if (gain > 0 || gain == 0 && preferred(row) && !bestPreferred) {
                best = encoding;
                bestPreferred = preferred(row);
            }
        }

        /** Wins against forms of the same length: sign-extended bytes, {@code fadd st1,st0} for {@code st0,st0}. */
        private static boolean preferred(Row row) {
            int count = row.operands.length;
            return count > 0 && (row.operands[count - 1].method() == OperandForm.Method.SIGNED_BYTE || row.operands[0].method() == OperandForm.Method.ST_INDEX);
        }

        /** An operand size that is not the code's own needs a reason. */
        private boolean wrongSize(Row row, int operandSize, List<Operand> operands) {
            if (operandSize == bits || request.operandSize() == operandSize) {
                return false;
            }
            for (int i = 0; i < operands.size(); i++) {
                OperandForm form = row.operands[i];
                boolean reason = form.sizedByPrefix() && switch (operands.get(i)) {
                    case Register register -> !(row.operands[0].method() == OperandForm.Method.SEGMENT);
                    case Memory memory -> memory.width() != 0 || !sizeFromCode;
                    case Immediate immediate -> immediate.width() == operandSize;
                    case Far far -> far.width() == operandSize;
                };
                if (reason) {
                    return false;
                }
            }
            return true;
        }

        private boolean matches(Row row, int i, int operandSize, Operand operand) {
            OperandForm form = row.operands[i];
            int width = form.width(operandSize);
            return switch (operand) {
                case Register register -> matchesRegister(row, form, width, register);
                case Memory memory -> matchesMemory(row, form, width, memory);
                case Immediate immediate -> matchesImmediate(form, width, operandSize, immediate);
                case Far far -> form.method() == OperandForm.Method.FAR && (far.width() == operandSize || far.width() == 0);
            };
        }

        private boolean matchesRegister(Row row, OperandForm form, int width, Register register) {
            boolean general = register.file() == RegisterFile.GENERAL;
            return switch (form.method()) {
                case E -> general && register.width() == width && row.modrmForm != Row.MEMORY_ONLY;
                case G, OPCODE_REGISTER -> general && register.width() == width;
                case REGISTER -> general && (register.width() == width || row.operands[0].method() == OperandForm.Method.SEGMENT && register.width() >= 16);
                case FIXED_REGISTER -> general && register.width() == width && register.number() == form.register();
                case FIXED_SEGMENT -> register.file() == RegisterFile.SEGMENT && register.number() == form.register();
                case SEGMENT -> register.file() == RegisterFile.SEGMENT && !(row.operands[0] == form && register.number() == Registers.CS);
                case CONTROL -> register.file() == RegisterFile.CONTROL;
                case DEBUG -> register.file() == RegisterFile.DEBUG;
                case ST0 -> register.file() == RegisterFile.ST && register.number() == 0;
                case ST_INDEX -> register.file() == RegisterFile.ST;
                default -> false;
            };
        }

        private boolean matchesMemory(Row row, OperandForm form, int width, Memory memory) {
            boolean sized = memory.width() == 0 || width == 0 || memory.width() == width;
            boolean plain = memory.index() == Registers.NONE && memory.displacement().known() && memory.displacement().constant() == 0;
            return switch (form.method()) {
                case E -> sized && row.modrmForm != Row.REGISTER_ONLY;
                case MEMORY -> sized;
                case OFFSET -> sized && memory.base() == Registers.NONE && memory.index() == Registers.NONE;
                case STRING_SOURCE -> sized && plain && memory.base() == Registers.ESI;
                case STRING_DESTINATION -> sized && plain && memory.base() == Registers.EDI && (memory.segment() == Registers.NONE || memory.segment() == Registers.ES);
                case TRANSLATION -> sized && plain && memory.base() == Registers.EBX;
                default -> false;
            };
        }

        private boolean matchesImmediate(OperandForm form, int width, int operandSize, Immediate immediate) {
            Value value = immediate.value();
            boolean written = immediate.width() != 0;
            switch (form.method()) {
                case IMMEDIATE, SECOND_IMMEDIATE:
                    if (written && immediate.width() != width) {
                        return false;
                    }
                    if (value.known() && !fits(value.constant(), width)) {
                        outOfRange = true;
                        return false;
                    }
                    return true;
                case SIGNED_BYTE:
                    if (!value.known() || immediate.strict() || written && immediate.width() != 8 && immediate.width() != operandSize) {
                        return immediate.width() == 8 && !value.known();
                    }
                    long extended = operandSize == 16 ? (short) value.constant() : (int) value.constant();
                    return extended == (byte) extended && fits(value.constant(), operandSize);
                case ONE:
                    return value.known() && value.constant() == 1 && !written;
                case RELATIVE:
                    boolean hasNear = request.op() == Op.J || request.op() == Op.JMP || request.op() == Op.CALL;
                    return (width == 8) == (!hasNear || request.branch() == Request.Branch.SHORT) && (width == 8 || !written || immediate.width() == operandSize);
                default:
                    return false;
            }
        }
    }

    private static boolean fits(long value, int width) {
        return value >= -(1L << width - 1) && value < 1L << width;
    }
}

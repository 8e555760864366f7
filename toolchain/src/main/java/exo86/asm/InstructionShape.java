package exo86.asm;

import exo86.asm.Statement.OperandSyntax;
import exo86.isa.Op;
import exo86.isa.Operand;
import exo86.isa.Operand.Memory;
import exo86.isa.Operand.Register;
import exo86.isa.Operand.RegisterFile;
import exo86.isa.Registers;
import exo86.isa.Request;
import exo86.isa.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * From a written instruction to a {@link Request}: fills in what NASM lets one leave out (the operands of string instructions, {@code st0}),
 * and turns address expressions into base, index, scale and displacement.
 */
final class InstructionShape {
    private static final Register ST0 = new Register(RegisterFile.ST, 0, 80);
    private static final Register ST1 = new Register(RegisterFile.ST, 1, 80);

    private final Statement.Instruction instruction;
    private final int bits;
    private final Evaluator.Scope scope;
    private Op op;
    private int addressSize;
    private final boolean strictAll;

    InstructionShape(Statement.Instruction instruction, int bits, Evaluator.Scope scope, boolean strictAll) {
        this.instruction = instruction;
        this.bits = bits;
        this.scope = scope;
        this.op = instruction.mnemonic().op();
        this.strictAll = strictAll;
    }

    /** The request; for a jump with {@code branch} as its form. */
    Request request(Request.Branch branch) throws SyntaxException {
        Mnemonic mnemonic = instruction.mnemonic();
        Statement.Prefixes prefixes = instruction.prefixes();
        addressSize = mnemonic.addressSize() != 0 ? mnemonic.addressSize() : prefixes.addressSize();
        List<Operand> operands = new ArrayList<>();
        for (OperandSyntax operand : instruction.operands()) {
            operands.add(operand(operand));
        }
        complete(operands);
        int operandSize = mnemonic.operandSize() != 0 ? mnemonic.operandSize() : prefixes.operandSize();
        return new Request(op, mnemonic.condition(), operands, prefixes.lock(), prefixes.repeat(), prefixes.segment(), operandSize, addressSize, branch);
    }

    private Operand operand(OperandSyntax operand) throws SyntaxException {
        return switch (operand) {
            case OperandSyntax.Reg reg -> reg.register();
            case OperandSyntax.Mem mem -> memory(mem);
            case OperandSyntax.Imm imm -> new Operand.Immediate(plain(imm.value()).value(), imm.width(), imm.strict() || strictAll);
            case OperandSyntax.FarPointer far -> {
                if (op == Op.CALL || op == Op.JMP) {
                    op = op == Op.CALL ? Op.CALLF : Op.JMPF;
                }
                Quantity offset = plain(far.offset());
                int size = far.width() != 0 ? far.width() : bits;
                if (size == 16 && offset.base().isEmpty() && !offset.unknown() && !Layout.fits(offset.constant(), 16)) {
                    throw new SyntaxException(far.offset().column(), "offset " + offset.constant() + " does not fit 16 bits: write dword before the pointer");
                }
                yield new Operand.Far(plain(far.selector()).value(), offset.value(), far.width());
            }
        };
    }

    private Quantity plain(Expression expression) throws SyntaxException {
        Quantity quantity = Evaluator.evaluate(expression, scope);
        if (!quantity.terms().isEmpty()) {
            throw new SyntaxException(expression.column(), "registers belong in brackets or stand alone");
        }
        return quantity;
    }

    private Memory memory(OperandSyntax.Mem mem) throws SyntaxException {
        Quantity address = Evaluator.evaluate(mem.address(), scope);
        int width = mem.width();
        if (mem.far()) {
            op = op == Op.CALL ? Op.CALLF : op == Op.JMP ? Op.JMPF : op;
            width = width == 0 ? 0 : width + 16;
        } else if ((op == Op.CALL || op == Op.JMP) && width == 48) {
            op = op == Op.CALL ? Op.CALLF : Op.JMPF;
        }
        if (address.terms().isEmpty()) {
            int size = mem.inner() == 16 || mem.inner() == 32 ? mem.inner() : addressSize;
            return new Memory(width, mem.segment(), Registers.NONE, Registers.NONE, 1, address.value(), size, 0);
        }
        return registers(mem, width, address);
    }

    private Memory registers(OperandSyntax.Mem mem, int width, Quantity address) throws SyntaxException {
        List<Quantity.Term> terms = merge(address.terms(), mem.column());
        int size = terms.getFirst().register().width();
        for (Quantity.Term term : terms) {
            if (term.register().width() != size || size == 8) {
                throw new SyntaxException(mem.column(), "registers of an address must be all 16 or all 32 bits wide");
            }
        }
        if (size == 16) {
            check16(terms, mem.column());
        }
        Quantity.Term first = terms.getFirst();
        Quantity.Term second = terms.size() > 1 ? terms.get(1) : null;
        int base = Registers.NONE;
        int index = Registers.NONE;
        long scale = 1;
        if (second == null) {
            long factor = first.factor();
            if (factor == 1) {
                base = first.register().number();
            } else {
                index = first.register().number();
                boolean odd = factor == 3 || factor == 5 || factor == 9;
                base = odd ? index : Registers.NONE;
                scale = odd ? factor - 1 : factor;
            }
        } else {
            boolean swap = first.factor() != 1 || first.multiplied() && !second.multiplied() && second.factor() == 1;
            base = (swap ? second : first).register().number();
            index = (swap ? first : second).register().number();
            scale = (swap ? first : second).factor();
            if ((swap ? second : first).factor() != 1) {
                throw new SyntaxException(mem.column(), "at most one register of an address can have a factor");
            }
        }
        if (scale != 1 && scale != 2 && scale != 4 && scale != 8) {
            throw new SyntaxException(mem.column(), "a register's factor must be 1, 2, 4 or 8");
        }
        if (index == Registers.ESP && (scale != 1 || base == Registers.ESP)) {
            throw new SyntaxException(mem.column(), "esp cannot be an index");
        }
        int displacementWidth = mem.inner() == 8 || mem.inner() == 16 || mem.inner() == 32 ? mem.inner() : 0;
        return new Memory(width, mem.segment(), base, index, (int) scale, address.value(), size, displacementWidth);
    }

    private static List<Quantity.Term> merge(List<Quantity.Term> terms, int column) throws SyntaxException {
        List<Quantity.Term> merged = new ArrayList<>();
        for (Quantity.Term term : terms) {
            int same = -1;
            for (int i = 0; i < merged.size(); i++) {
                if (merged.get(i).register().equals(term.register())) {
                    same = i;
                }
            }
            if (same >= 0) {
                merged.set(same, new Quantity.Term(term.register(), merged.get(same).factor() + term.factor(), true));
            } else {
                merged.add(term);
            }
        }
        merged.removeIf(term -> term.factor() == 0);
        if (merged.isEmpty() || merged.size() > 2) {
            throw new SyntaxException(column, "an address has one or two registers");
        }
        return merged;
    }

    private static void check16(List<Quantity.Term> terms, int column) throws SyntaxException {
        int bases = 0;
        int indexes = 0;
        for (Quantity.Term term : terms) {
            int number = term.register().number();
            bases += number == Registers.EBX || number == Registers.EBP ? 1 : 0;
            indexes += number == Registers.ESI || number == Registers.EDI ? 1 : 0;
            if (term.factor() != 1) {
                bases = 9;
            }
        }
        if (bases > 1 || indexes > 1 || bases + indexes != terms.size()) {
            throw new SyntaxException(column, "a 16-bit address is bx or bp, plus si or di, plus a number");
        }
    }

    private void complete(List<Operand> operands) {
        boolean toTop = instruction.operands().stream().anyMatch(operand -> operand instanceof OperandSyntax.Reg reg && reg.to());
        int count = operands.size();
        boolean oneRegister = count == 1 && operands.getFirst() instanceof Register register && register.file() == RegisterFile.ST;
        switch (op) {
            case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS -> string(operands);
            case XLAT -> {
                if (count == 0) {
                    operands.add(implicit(8, Registers.EBX));
                }
            }
            case AAM, AAD -> {
                if (count == 0) {
                    operands.add(Operand.immediate(10));
                }
            }
            case LOOP, LOOPE, LOOPNE -> {
                if (count == 2 && operands.get(1) instanceof Register register && register.number() == Registers.ECX && register.width() >= 16) {
                    addressSize = register.width();
                    operands.removeLast();
                }
            }
            case FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR -> {
                if (count == 0) {
                    op = Op.valueOf(op.name() + "P");
                    operands.add(ST1);
                    operands.add(ST0);
                } else if (oneRegister) {
                    operands.add(toTop ? 1 : 0, ST0);
                }
            }
            case FADDP, FMULP, FSUBP, FSUBRP, FDIVP, FDIVRP -> {
                if (count == 0) {
                    operands.add(ST1);
                }
                if (count < 2) {
                    operands.add(ST0);
                }
            }
            case FCMOVB, FCMOVBE, FCMOVE, FCMOVNB, FCMOVNBE, FCMOVNE, FCMOVNU, FCMOVU, FCOMI, FCOMIP, FUCOMI, FUCOMIP -> {
                if (count == 0) {
                    operands.add(ST1);
                }
                if (count < 2) {
                    operands.addFirst(ST0);
                }
            }
            case FXCH, FCOM, FCOMP, FUCOM, FUCOMP -> {
                if (count == 0) {
                    operands.add(ST1);
                } else if (count == 2 && operands.get(0).equals(ST0)) {
                    operands.removeFirst();
                } else if (count == 2 && op == Op.FXCH && operands.get(1).equals(ST0)) {
                    operands.removeLast();
                }
            }
            default -> { }
        }
    }

    private void string(List<Operand> operands) {
        int width = instruction.mnemonic().stringWidth();
        if (!operands.isEmpty() || width == 0) {
            return;
        }
        Memory source = implicit(width, Registers.ESI);
        Memory destination = implicit(width, Registers.EDI);
        Register accumulator = new Register(RegisterFile.GENERAL, Registers.EAX, width);
        Register port = new Register(RegisterFile.GENERAL, Registers.EDX, 16);
        switch (op) {
            case MOVS -> operands.addAll(List.of(destination, source));
            case CMPS -> operands.addAll(List.of(source, destination));
            case STOS -> operands.addAll(List.of(destination, accumulator));
            case LODS -> operands.addAll(List.of(accumulator, source));
            case SCAS -> operands.addAll(List.of(accumulator, destination));
            case INS -> operands.addAll(List.of(destination, port));
            default -> operands.addAll(List.of(port, source));
        }
    }

    private Memory implicit(int width, int base) {
        return new Memory(width, Registers.NONE, base, Registers.NONE, 1, Value.of(0), addressSize != 0 ? addressSize : bits, 0);
    }
}

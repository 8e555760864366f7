package exo86.isa;

import java.util.Locale;

/**
 * What an instruction does, at the level of its mnemonic: one constant for all encodings, widths and operand forms of {@code mov}, one for all
 * sixteen conditions of a conditional jump ({@link Instruction#condition} says which). Near and far transfers differ in what they do, so they
 * have constants of their own.
 *
 * <p>{@link #INVALID}, {@link #TOO_LONG} and {@link #FOREIGN} are not instructions of this machine: the CPU raises #UD, #GP(0) and #UD for them.
 */
public enum Op {
    /** No instruction starts with these bytes, or its operands are not allowed (a register where memory is needed): #UD. */
    INVALID,
    /** More than 15 bytes, prefixes included: #GP(0). */
    TOO_LONG,
    /** MMX, SSE, VMX and so on: the disassembler prints it, the CPU raises #UD. */
    FOREIGN,

    // integer
    AAA, AAD, AAM, AAS, ADC, ADD, AND, ARPL, BOUND, BSF, BSR, BSWAP, BT, BTC, BTR, BTS, CALL, CALLF, CBW, CDQ, CLC, CLD, CMC, CMOV, CMP, CMPS,
    CMPXCHG, CMPXCHG8B, CPUID, CWD, CWDE, DAA, DAS, DEC, DIV, ENTER, IDIV, IMUL, INC, INT, INT1, INT3, INTO, J, JCXZ, JMP, JMPF, LAHF, LDS, LEA,
    LEAVE, LES, LFS, LGS, LODS, LOOP, LOOPE, LOOPNE, LSS, MOV, MOVS, MOVSX, MOVZX, MUL, NEG, NOP, NOT, OR, POP, POPA, POPF, PUSH, PUSHA, PUSHF,
    RCL, RCR, RET, RETF, ROL, ROR, SAHF, SALC, SAR, SBB, SCAS, SET, SHL, SHLD, SHR, SHRD, STC, STD, STOS, SUB, TEST, UD0, UD1, UD2, XADD, XCHG,
    XLAT, XOR,

    // system
    CLI, CLTS, HLT, IN, INS, INVD, INVLPG, IRET, LAR, LGDT, LIDT, LLDT, LMSW, LSL, LTR, OUT, OUTS, RDMSR, RDPMC, RDTSC, RSM, SGDT, SIDT, SLDT,
    SMSW, STI, STR, SYSENTER, SYSEXIT, VERR, VERW, WBINVD, WRMSR,

    // x87
    F2XM1, FABS, FADD, FADDP, FBLD, FBSTP, FCHS, FCMOVB, FCMOVBE, FCMOVE, FCMOVNB, FCMOVNBE, FCMOVNE, FCMOVNU, FCMOVU, FCOM, FCOMI, FCOMIP,
    FCOMP, FCOMPP, FCOS, FDECSTP, FDIV, FDIVP, FDIVR, FDIVRP, FFREE, FFREEP, FIADD, FICOM, FICOMP, FIDIV, FIDIVR, FILD, FIMUL, FINCSTP, FIST,
    FISTP, FISUB, FISUBR, FLD, FLD1, FLDCW, FLDENV, FLDL2E, FLDL2T, FLDLG2, FLDLN2, FLDPI, FLDZ, FMUL, FMULP, FNCLEX, FNDISI, FNENI, FNINIT,
    FNOP, FNSAVE, FNSETPM, FNSTCW, FNSTENV, FNSTSW, FPATAN, FPREM, FPREM1, FPTAN, FRNDINT, FRSTOR, FSCALE, FSIN, FSINCOS, FSQRT, FST, FSTP,
    FSUB, FSUBP, FSUBR, FSUBRP, FTST, FUCOM, FUCOMI, FUCOMIP, FUCOMP, FUCOMPP, FWAIT, FXAM, FXCH, FXTRACT, FYL2X, FYL2XP1;

    private final String mnemonic = switch (name()) {
        case "CALLF" -> "call";
        case "JMPF" -> "jmp";
        default -> name().toLowerCase(Locale.ROOT);
    };

    /** Intel's mnemonic in lower case; for {@link #J}, {@link #SET} and {@link #CMOV} without the condition. */
    public String mnemonic() {
        return mnemonic;
    }
}

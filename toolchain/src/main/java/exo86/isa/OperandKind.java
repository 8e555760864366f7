package exo86.isa;

/** What an operand of a decoded instruction is. The numbers that go with it are in the {@link Instruction}'s fields of the same index. */
public enum OperandKind {
    NONE,
    /** General register: {@code register} 0–7 with {@code width} 8 (AL CL DL BL AH CH DH BH), 16 or 32. */
    REGISTER,
    /** {@code segment:[base + index * scale + displacement]}; {@code width} in bits, 0 if the instruction fixes none (LEA, LGDT). */
    MEMORY,
    /** {@link Instruction#immediate}, already sign-extended where the encoding says so; {@code width} is that of the operation. */
    IMMEDIATE,
    /** ENTER's level, or any second immediate: {@link Instruction#immediate2}. */
    IMMEDIATE2,
    /** A constant that is part of the opcode: the 1 of {@code shl eax,1}, in {@link Instruction#immediate}. */
    CONSTANT,
    /** A jump's displacement from the next instruction, in {@link Instruction#immediate}. */
    RELATIVE,
    /** {@code immediate2:immediate}, selector and offset. */
    FAR_POINTER,
    /** {@code register} 0–5: ES CS SS DS FS GS. */
    SEGMENT,
    CONTROL,
    DEBUG,
    /** TR3–TR7 of the 386 and 486; decode only. */
    TEST,
    /** {@code segment:[(e)si]} of a string instruction: DS unless overridden. */
    STRING_SOURCE,
    /** {@code es:[(e)di]} of a string instruction: never overridden. */
    STRING_DESTINATION,
    /** {@code segment:[(e)bx + al]} of XLAT. */
    TRANSLATION_TABLE,
    /** x87 stack register, {@code register} 0–7. */
    ST,
    MMX,
    XMM
}

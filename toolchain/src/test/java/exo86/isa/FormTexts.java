package exo86.isa;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Assembler text for every form in the instruction table, with registers, addressing modes and sizes varied, for 16- and 32-bit code. */
public final class FormTexts {
    private static final String[] ADDRESSES_32 = {"ebx", "ebp", "esp", "ebx+8", "ebp-0x100", "esi+127", "esi+128", "esi-128", "eax+ecx*4", "esi*8+0x1234",
        "0x12345678", "edx*2", "esp+ebp", "eax+esp", "ebp+eax", "eax+ebp", "eax*3", "edi*5+1", "eax*1+ebx", "ebp*2", "ebp*1", "byte ebx+1", "dword ebx+1", "edi*4"};
    private static final String[] ADDRESSES_16 = {"bx+si", "bp", "bp+di+5", "di-0x200", "0x1234", "si", "bx", "bp+si", "bx+di-1", "bx+127", "bx+128", "bp+0"};
    private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs"};

    private final int bits;
    private final Set<String> texts = new LinkedHashSet<>();

    private FormTexts(int bits) {
        this.bits = bits;
    }

    public static List<String> all(int bits) {
        FormTexts forms = new FormTexts(bits);
        for (Row row : InstructionTable.rows()) {
            if (!row.alias && row.op != Op.FOREIGN) {
                forms.row(row);
            }
        }
        forms.sundry();
        return List.copyOf(forms.texts);
    }

    private void row(Row row) {
        for (int operandSize = 16; operandSize <= 32; operandSize += 16) {
            if (row.onlyOperandSize != 0 && row.onlyOperandSize != operandSize || !row.usesOperandSize && operandSize != bits) {
                continue;
            }
            for (String name : names(row, operandSize)) {
                operands(row, operandSize, name);
            }
        }
    }

    private List<String> names(Row row, int operandSize) {
        if (row.span == 16) {
            List<String> names = new ArrayList<>();
            for (int condition = 0; condition < 16; condition++) {
                names.add(row.mnemonic + Condition.name(condition));
            }
            return names;
        }
        boolean foreignSize = operandSize != bits;
        String suffix = operandSize == 16 ? "w" : "d";
        return switch (row.op) {
            case JCXZ -> List.of("jcxz", "jecxz");
            case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS -> {
                String name = row.op.mnemonic() + (sizedByPrefix(row) ? suffix : "b");
                yield row.repeatsOnCondition ? List.of(name, "repe " + name, "repne " + name) : List.of(name, "rep " + name, "es " + name, "a16 " + name, "a32 " + name);
            }
            case PUSHA, POPA, PUSHF, POPF, IRET -> foreignSize ? List.of(row.op.mnemonic() + suffix) : List.of(row.op.mnemonic(), row.op.mnemonic() + suffix);
            case PUSH, POP, RET, RETF, ENTER, LEAVE, FLDENV, FNSTENV, FRSTOR, FNSAVE, LGDT, LIDT, SGDT, SIDT ->
                foreignSize && row.sized() && !(row.operands.length > 0 && row.operands[0].method() == OperandForm.Method.IMMEDIATE && row.op == Op.PUSH)
                    ? List.of("o" + operandSize + " " + row.op.mnemonic()) : List.of(row.op.mnemonic());
            case FNENI, FNDISI, FNSETPM -> List.of(row.op.mnemonic());
            case NOP -> List.of(row.mnemonic.equals("pause") ? "rep nop" : row.mnemonic.equals("nop") ? "nop" : "hlt");
            case XLAT -> List.of("xlatb", "es xlatb");
            case SHL -> List.of("shl", "sal");
            default -> List.of(row.op.mnemonic());
        };
    }

    private static boolean sizedByPrefix(Row row) {
        for (OperandForm form : row.operands) {
            if (form.sizedByPrefix()) {
                return true;
            }
        }
        return false;
    }

    private void operands(Row row, int operandSize, String name) {
        boolean implied = switch (row.op) {
            case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS, XLAT -> true;
            default -> false;
        };
        if (implied || row.operands.length == 0) {
            texts.add(name);
            return;
        }
        List<List<String>> choices = new ArrayList<>();
        for (OperandForm form : row.operands) {
            choices.add(choices(row, form, operandSize));
        }
        boolean briefly = row.span == 16 && !name.endsWith("ne");
        for (int varied = 0; varied < choices.size(); varied++) {
            for (int other = 0; other < 3; other++) {
                for (int i = 0; i < choices.get(varied).size() && !(briefly && i > 1); i++) {
                    if (other > 0 && choices.get(varied).get(i).contains("[")) {
                        continue;
                    }
                    List<String> chosen = new ArrayList<>();
                    for (int k = 0; k < choices.size(); k++) {
                        List<String> choice = choices.get(k);
                        chosen.add(choice.get(k == varied ? i : other % choice.size()));
                    }
                    add(row, name, chosen);
                }
            }
        }
    }

    private void add(Row row, String name, List<String> operands) {
        String text = name + " " + String.join(",", operands);
        texts.add(text);
        if (row.lockable && operands.getFirst().contains("[") && operands.getFirst().contains("bx")) {
            texts.add("lock " + text);
        }
    }

    private List<String> choices(Row row, OperandForm form, int operandSize) {
        int width = form.width(operandSize);
        return switch (form.method()) {
            case E -> {
                List<String> choices = registers(width, 0, 3, 5);
                choices.addAll(1, memory(row, width));
                yield choices;
            }
            case MEMORY -> memory(row, width);
            case G -> registers(width, 1, 0, 6);
            case REGISTER -> registers(width, 0, 3, 7);
            case OPCODE_REGISTER -> registers(width, 0, 1, 2, 3, 4, 5, 6, 7);
            case FIXED_REGISTER -> List.of(Registers.name(form.register(), width));
            case FIXED_SEGMENT -> List.of(SEGMENTS[form.register()]);
            case SEGMENT -> List.of("es", "ds", "ss", "gs");
            case CONTROL -> List.of("cr0", "cr2", "cr3", "cr4");
            case DEBUG -> List.of("dr0", "dr6", "dr7");
            case IMMEDIATE -> immediates(row, width);
            case SIGNED_BYTE -> row.op == Op.PUSH ? List.of((operandSize == 16 ? "word " : "dword ") + "-1", "byte 5", "5") : List.of("5", "-128", "127", "byte -1");
            case SECOND_IMMEDIATE -> List.of("0", "3");
            case ONE -> List.of("1");
            case OFFSET -> List.of("[0x1234]", "[fs:0x10]", bits == 32 ? "[word 0x1234]" : "[dword 0x12345678]");
            case RELATIVE -> relative(row, width);
            case FAR -> List.of((operandSize == 16 ? "word " : "dword ") + "0x1234:0x5678", operandSize == bits ? "8:0x100" : (operandSize == 16 ? "word 8:2" : "dword 8:2"));
            case ST0 -> List.of("st0");
            case ST_INDEX -> List.of("st1", "st0", "st7");
            default -> throw new IllegalStateException(form.toString());
        };
    }

    private static List<String> relative(Row row, int width) {
        boolean near = row.op == Op.J || row.op == Op.JMP;
        if (width == 8) {
            return near ? List.of("$+5", "short $-3", "$+129") : List.of("$+5", "$-3");
        }
        return List.of(near ? "near $+5" : "$+5", (width == 16 ? "word " : "dword ") + "$+1000", "$+1000", "$-126", "$-127");
    }

    private static List<String> registers(int width, int... numbers) {
        List<String> names = new ArrayList<>();
        for (int number : numbers) {
            names.add(Registers.name(number, width));
        }
        return names;
    }

    private static List<String> immediates(Row row, int width) {
        if (width == 8) {
            return List.of("5", "0xFF", "-1", "1");
        }
        String size = row.op == Op.PUSH ? width == 16 ? "word " : "dword " : "";
        if (width == 16) {
            return List.of(size + "0x1234", size + "0xFFFF", size + "-1", size + "5", size + "200", size + "-129");
        }
        return List.of(size + "0x12345678", size + "0xFFFFFFFF", size + "-1", size + "5", size + "200", size + "-129");
    }

    private List<String> memory(Row row, int width) {
        boolean far = row.op == Op.CALLF || row.op == Op.JMPF;
        String size = switch (width) {
            case 8 -> "byte ";
            case 16 -> "word ";
            case 32 -> "dword ";
            case 64 -> "qword ";
            case 80 -> "tword ";
            default -> "";
        };
        boolean unsized = row.operands.length > 0 && row.operands[row.operands.length - 1].size() == 'p' || row.op == Op.BOUND || row.op == Op.INVLPG
            || row.op == Op.LAR || row.op == Op.LSL;
        if (far) {
            size = width == 32 ? "far word " : "far dword ";
        } else if (unsized) {
            size = "";
        }
        List<String> texts = new ArrayList<>();
        for (String address : bits == 32 ? ADDRESSES_32 : ADDRESSES_16) {
            texts.add(size + "[" + address + "]");
        }
        for (int i = 0; i < 3; i++) {
            texts.add(size + "[" + (bits == 32 ? ADDRESSES_16 : ADDRESSES_32)[i * 4] + "]");
        }
        texts.add(size + "[" + SEGMENTS[texts.size() % 6] + ":" + (bits == 32 ? "eax" : "di") + "]");
        texts.add(size + "[fs:" + (bits == 32 ? "ebp+4" : "bp+4") + "]");
        return texts;
    }

    private void sundry() {
        texts.addAll(List.of("mov [eax],cl", "mov eax,[ebx]", "add [ebx],eax", "test cl,[ebx]", "test [ebx],cl", "xchg eax,[ebx]", "xchg [ebx],eax", "xchg eax,ecx",
            "xchg ecx,eax", "xchg ebx,ecx", "xchg bl,cl", "imul eax,5", "imul ecx,1000", "imul ax,5", "imul eax,ebx", "add eax,byte 5", "add eax,strict dword 5",
            "mov dword [eax],5", "mov [eax],dword 5", "mov word [eax],5", "push 5", "push 500", "push -1", "push word 5", "push dword 5", "push byte 5", "faddp", "fmulp",
            "fsubp", "fsubrp", "fdivp", "fdivrp", "fadd st1", "fadd to st1", "fsub to st3", "fxch", "fxch st2", "fcom", "fcomp", "fucom", "fucomp", "fucomi st1", "fcomi st1",
            "fcmove st1", "finit", "fclex", "fstcw [ebx]", "fstsw ax", "fstsw [ebx]", "fstenv [ebx]", "fsave [ebx]", "wait", "fwait", "fnstsw ax", "aam", "aad", "aam 5",
            "call eax", "call [ebx]", "jmp [ebx]", "call far [ebx]", "jmp far [ebx]", "call ax", "jmp ax", "loop $,ecx", "loop $,cx", "loope $", "retn", "retn 4",
            "int3", "int1", "icebp", "int 3", "lea eax,[ebx+ecx*2+5]", "lea ax,[bx+si]", "lea eax,[ebp+ebp*4]", "mov eax,cr0", "mov cr0,eax", "mov ax,ds",
            "mov ds,ax", "mov eax,ds", "mov ds,eax", "mov [ebx],ds", "mov ds,[ebx]", "mov word [ebx],ds", "sldt ax", "sldt eax", "smsw ax", "smsw eax", "str ax",
            "lldt ax", "lldt [ebx]", "ltr ax", "lmsw ax", "lmsw [ebx]", "invlpg [ebx]", "lgdt [ebx]", "in al,dx", "in eax,0x60", "out 0x60,ax", "out dx,eax",
            "movzx eax,byte [ebx]", "movzx eax,word [ebx]", "movsx ax,byte [bx]", "bt [ebx],eax", "bt dword [ebx],5", "bts eax,ecx", "shl eax,1", "shl eax,byte 1",
            "shl eax,2", "shl dword [ebx],cl", "shld eax,ebx,5", "shrd [ebx],eax,cl", "cmpxchg8b [ebx]", "bswap ecx", "ud2", "enter 8,0", "and eax,0xFFFFFF80",
            "and ax,0xFF80", "or eax,0x80", "add ax,0x80", "cmp al,0x80", "mov eax,0", "mov al,'a'", "mov eax,'abcd'", "o32 nop", "o16 nop", "a16 nop", "es mov ax,[di]",
            "rep movsb", "repe cmpsb", "repne scasb", "lock inc dword [ebx]", "lock xchg [ebx],eax", "lock cmpxchg8b [ebx]", "mov eax,[es:0x10]", "mov al,[0x10]",
            "mov [0x10],ax", "push cs", "push ds", "pop ds", "pop fs", "push fs", "push eax", "pop cx", "push dword [ebx]", "push word [ebx]", "pop dword [ebx]",
            "inc eax", "inc al", "dec byte [ebx]", "dec cx", "neg eax", "not byte [ebx]", "cwde", "cbw", "cdq", "cwd", "xlatb", "cmpsd", "insb", "outsw", "sysenter"));
    }
}

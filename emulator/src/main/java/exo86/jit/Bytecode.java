package exo86.jit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints the bytecode of a region, with names for the locals. */
final class Bytecode {
    private static final Map<Integer, String> LOCALS = new HashMap<>();

    static {
        String[] registers = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
        for (int k = 0; k < registers.length; k++) {
            LOCALS.put(Locals.REGISTER + k, registers[k]);
        }
        LOCALS.putAll(Map.of(Locals.BUDGET, "budget", Locals.DEPTH, "depth", Locals.PC, "eip", Locals.FLAG_OP, "flagOp", Locals.FLAG_A, "flagA",
                Locals.FLAG_B, "flagB", Locals.FLAG_RESULT, "flagResult", Locals.WINDOW, "window", Locals.WINDOW_RAM, "windowRam", Locals.AT, "at"));
        LOCALS.putAll(Map.of(Locals.STACK_AT, "stackAt", Locals.T0, "t0", Locals.T1, "t1", Locals.T2, "t2", Locals.ADDRESS, "address", Locals.GROUP, "group"));
    }

    private final Map<Label, String> labels = new HashMap<>();

    private Bytecode() { }

    /** The instructions of {@code run}, by the number of the line that they belong to; 0 before the first. */
    static Map<Integer, List<String>> byLine(byte[] classFile) {
        MethodModel run = ClassFile.of().parse(classFile).methods().stream().filter(method -> method.methodName().equalsString("run")).findFirst().orElseThrow();
        CodeModel code = run.code().orElseThrow();
        Bytecode printer = new Bytecode();
        Map<Integer, List<String>> lines = new TreeMap<>();
        int line = 0;
        for (CodeElement element : code) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case LabelTarget target -> lines.computeIfAbsent(line, key -> new ArrayList<>()).add(printer.name(target.label()) + ":");
                case Instruction instruction -> lines.computeIfAbsent(line, key -> new ArrayList<>()).add("  " + printer.text(instruction));
                default -> { }
            }
        }
        return lines;
    }

    private String name(Label label) {
        return labels.computeIfAbsent(label, key -> "L" + labels.size());
    }

    private static String local(int slot) {
        return LOCALS.getOrDefault(slot, slot == 0 ? "this" : Integer.toString(slot));
    }

    private String text(Instruction instruction) {
        String name = instruction.opcode().name().toLowerCase(Locale.ROOT);
        String plain = name.replaceFirst("_\\d$", "");
        return switch (instruction) {
            case LoadInstruction load -> plain + " " + local(load.slot());
            case StoreInstruction store -> plain + " " + local(store.slot());
            case IncrementInstruction increment -> "iinc " + local(increment.slot()) + " " + increment.constant();
            case ConstantInstruction constant -> "const " + (constant.constantValue() instanceof Integer value ? "%x".formatted(value) : constant.constantValue());
            case BranchInstruction branch -> plain + " " + name(branch.target());
            case FieldInstruction field -> plain + " " + field.owner().name().stringValue().replaceFirst(".*/", "") + "." + field.name().stringValue();
            case InvokeInstruction call -> plain + " " + call.owner().name().stringValue().replaceFirst(".*/", "") + "." + call.name().stringValue();
            case LookupSwitchInstruction table -> plain + " " + table.cases().stream().map(each -> "%x: %s".formatted(each.caseValue(), name(each.target())))
                    .collect(Collectors.joining(", ")) + ", else " + name(table.defaultTarget());
            case TableSwitchInstruction table -> plain + " " + table.cases().stream().map(each -> each.caseValue() + ": " + name(each.target()))
                    .collect(Collectors.joining(", ")) + ", else " + name(table.defaultTarget());
            default -> name;
        };
    }
}

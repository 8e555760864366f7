package exo86.conform.mutants;

import exo86.conform.mutants.Mutation.Kind;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the mutations of a class, and makes its class file with one of them, or with probes at all of them. */
final class Mutator {
    private static final ClassDesc FUSE = ClassDesc.of("exo86.conform.mutants.Fuse"), PROBES = ClassDesc.of("exo86.conform.mutants.Probes");
    private static final MethodTypeDesc VOID = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final MethodTypeDesc VOID_OF_INT = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    /** How far behind a jump its throw may be. */
    private static final int NEAR = 60;

    private final String type;
    private final ClassModel model;
    private final List<String> source;

    Mutator(String type, byte[] file, List<String> source) {
        this.type = type;
        this.model = ClassFile.of().parse(file);
        this.source = source;
    }

    // ---- finding

    List<Mutation> mutations() {
        List<Mutation> found = new ArrayList<>();
        Map<String, Integer> overloads = new HashMap<>();
        for (MethodModel method : model.methods()) {
            String name = method.methodName().stringValue();
            int overload = overloads.merge(name, 1, Integer::sum);
            boolean generated = name.startsWith("<") || name.startsWith("lambda") || name.startsWith("$") || name.equals("hash");
            if (!generated && method.code().isPresent()) {
                find(method, name, overload, found);
            }
        }
        return found;
    }

    private void find(MethodModel method, String name, int overload, List<Mutation> found) {
        List<CodeElement> code = method.code().orElseThrow().elementList();
        Map<Label, Integer> labels = labels(code);
        Map<String, Integer> ordinals = new HashMap<>();
        int line = 0;
        for (int k = 0; k < code.size(); k++) {
            CodeElement element = code.get(k);
            if (element instanceof LineNumber number) {
                line = number.line();
            }
            String text = line > 0 && line <= source.size() ? source.get(line - 1).strip() : "";
            boolean check = element instanceof BranchInstruction branch && isConditional(branch) && decidesThrow(code, labels, k, branch)
                || element instanceof InvokeInstruction call && call.name().stringValue().startsWith("check");
            for (Kind kind : kinds(code, k)) {
                int ordinal = ordinals.merge(text + kind, 1, Integer::sum);
                found.add(new Mutation(type, name, overload, text, kind, ordinal, k, check, removes(code, labels, k, kind)));
            }
        }
    }

    private static List<Kind> kinds(List<CodeElement> code, int k) {
        return switch (code.get(k)) {
            case BranchInstruction branch when isConditional(branch) ->
                bound(branch.opcode()) == branch.opcode() ? List.of(Kind.NEVER, Kind.ALWAYS) : List.of(Kind.NEVER, Kind.ALWAYS, Kind.BOUND);
            case InvokeInstruction call when call.typeSymbol().returnType().equals(ConstantDescs.CD_void) && !call.name().stringValue().startsWith("<")
                && call.owner().asInternalName().startsWith("exo86/") -> List.of(Kind.CALL);
            case OperatorInstruction operator when (operator.opcode() == Opcode.IAND || operator.opcode() == Opcode.IOR)
                && k > 0 && code.get(k - 1) instanceof ConstantInstruction -> List.of(Kind.MASK);
            default -> List.of();
        };
    }

    private static boolean isConditional(BranchInstruction branch) {
        return branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W;
    }

    /** Whether, without another decision that leads elsewhere, a throw follows on one side of the jump. */
    private static boolean decidesThrow(List<CodeElement> code, Map<Label, Integer> labels, int k, BranchInstruction branch) {
        return throwsFrom(code, k + 1, 3) || throwsFrom(code, labels.get(branch.target()), 3);
    }

    /** Whether {@code kind} at {@code k} keeps the jump from a throw that one of its sides leads straight to, or leaves out the call of a check. */
    private static boolean removes(List<CodeElement> code, Map<Label, Integer> labels, int k, Kind kind) {
        return switch (code.get(k)) {
            case BranchInstruction branch -> kind == Kind.ALWAYS && throwsFrom(code, k + 1, 0) || kind == Kind.NEVER && throwsFrom(code, labels.get(branch.target()), 0);
            case InvokeInstruction call -> kind == Kind.CALL && call.name().stringValue().startsWith("check");
            default -> false;
        };
    }

    private static boolean throwsFrom(List<CodeElement> code, int from, int decisions) {
        int left = decisions;
        for (int k = from; k < Math.min(code.size(), from + NEAR); k++) {
            switch (code.get(k)) {
                case ThrowInstruction end -> {
                    return true;
                }
                case BranchInstruction branch -> {
                    if (!isConditional(branch) || left-- == 0) {
                        return false;
                    }
                }
                case ReturnInstruction end -> {
                    return false;
                }
                case TableSwitchInstruction end -> {
                    return false;
                }
                case LookupSwitchInstruction end -> {
                    return false;
                }
                default -> { }
            }
        }
        return false;
    }

    private static Map<Label, Integer> labels(List<CodeElement> code) {
        Map<Label, Integer> labels = new HashMap<>();
        for (int k = 0; k < code.size(); k++) {
            if (code.get(k) instanceof LabelTarget target) {
                labels.put(target.label(), k);
            }
        }
        return labels;
    }

    // ---- making

    /** The class with the mutation, and a fuse in each loop. */
    byte[] mutated(Mutation mutation) {
        return transformed((builder, element, k, name, overload) -> {
            if (name.equals(mutation.method()) && overload == mutation.overload() && k == mutation.element()) {
                mutate(builder, element, mutation.kind());
            } else {
                builder.with(element);
            }
        });
    }

    /** The class as it is, with a fuse in each loop. */
    byte[] original() {
        return transformed((builder, element, k, name, overload) -> builder.with(element));
    }

    /** The class with a probe before each of {@code mutations}, which are numbered as {@code numbers} says. */
    byte[] probed(List<Mutation> mutations, Map<Mutation, Integer> numbers) {
        Map<String, List<Integer>> places = new HashMap<>();
        mutations.forEach(mutation -> places.computeIfAbsent(mutation.method() + "~" + mutation.overload() + "~" + mutation.element(), key -> new ArrayList<>())
            .add(numbers.get(mutation)));
        return transformed((builder, element, k, name, overload) -> {
            for (int number : places.getOrDefault(name + "~" + overload + "~" + k, List.of())) {
                builder.loadConstant(number).invokestatic(PROBES, "hit", VOID_OF_INT);
            }
            builder.with(element);
        });
    }

    private interface Step {
        void apply(CodeBuilder builder, CodeElement element, int k, String method, int overload);
    }

    private byte[] transformed(Step step) {
        Map<String, Integer> overloads = new HashMap<>();
        return ClassFile.of().transformClass(model, (builder, element) -> {
            if (!(element instanceof MethodModel method) || method.code().isEmpty()) {
                builder.with(element);
                return;
            }
            String name = method.methodName().stringValue();
            int overload = overloads.merge(name, 1, Integer::sum);
            builder.transformMethod(method, (methodBuilder, part) -> {
                if (!(part instanceof java.lang.classfile.CodeModel code)) {
                    methodBuilder.with(part);
                    return;
                }
                int[] at = {0};
                Set<Label> behind = new HashSet<>();
                methodBuilder.transformCode(code, (codeBuilder, instruction) -> {
                    if (instruction instanceof LabelTarget target) {
                        behind.add(target.label());
                    }
                    if (instruction instanceof BranchInstruction branch && behind.contains(branch.target())) {
                        codeBuilder.invokestatic(FUSE, "burn", VOID);
                    }
                    step.apply(codeBuilder, instruction, at[0]++, name, overload);
                });
            });
        });
    }

    private static void mutate(CodeBuilder builder, CodeElement element, Kind kind) {
        switch (kind) {
            case NEVER, ALWAYS -> {
                BranchInstruction branch = (BranchInstruction) element;
                pop(builder, branch.opcode().name().startsWith("IF_") ? 2 : 1);
                // still a jump with two ways, so that the frames stay as they are
                builder.iconst_0().branch(kind == Kind.ALWAYS ? Opcode.IFEQ : Opcode.IFNE, branch.target());
            }
            case BOUND -> builder.branch(bound(((BranchInstruction) element).opcode()), ((BranchInstruction) element).target());
            case CALL -> {
                InvokeInstruction call = (InvokeInstruction) element;
                List<ClassDesc> parameters = call.typeSymbol().parameterList();
                for (int k = parameters.size() - 1; k >= 0; k--) {
                    if (TypeKind.from(parameters.get(k)).slotSize() == 2) {
                        builder.pop2();
                    } else {
                        builder.pop();
                    }
                }
                if (call.opcode() != Opcode.INVOKESTATIC) {
                    builder.pop();
                }
            }
            case MASK -> builder.pop();
        }
    }

    private static void pop(CodeBuilder builder, int count) {
        for (int k = 0; k < count; k++) {
            builder.pop();
        }
    }

    /** The comparison with the other view of equality. */
    private static Opcode bound(Opcode opcode) {
        return switch (opcode) {
            case IFLT -> Opcode.IFLE;
            case IFLE -> Opcode.IFLT;
            case IFGT -> Opcode.IFGE;
            case IFGE -> Opcode.IFGT;
            case IF_ICMPLT -> Opcode.IF_ICMPLE;
            case IF_ICMPLE -> Opcode.IF_ICMPLT;
            case IF_ICMPGT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPGT;
            default -> opcode;
        };
    }
}

package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Attribute;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Function;
import exo86.ash.tree.Placement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What attributes exist, where each may stand, and what they say. */
final class Attributes {
    private static final Set<String> OF_FUNCTIONS = Set.of("section", "align", "noinline", "stack", "recursive", "upcall", "irq", "export", "entry",
            "panic", "keep");
    private static final Set<String> OF_ASSEMBLY = Set.of("section", "align", "stack", "recursive", "upcall", "irq", "export", "entry", "clobbers", "keep",
            "noinline");
    private static final Set<String> OF_VARIABLES = Set.of("section", "align", "export", "interrupt_stack", "keep");
    private static final Set<String> OF_CONSTANTS = Set.of("section", "align", "export", "keep");
    private static final Set<String> OF_STRUCTS = Set.of("size", "packed");
    private static final Set<String> REGISTERS = Set.of("eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "flags", "memory");

    private final Compilation whole;
    private final Module module;

    Attributes(Compilation whole, Module module) {
        this.whole = whole;
        this.module = module;
    }

    /** Reports attributes that do not belong there, stand twice or have wrong arguments. That they exist the parser knows. */
    void check(Declaration declaration) {
        Set<String> seen = new HashSet<>();
        for (Attribute attribute : declaration.head().attributes()) {
            String name = attribute.name().text();
            if (!allowed(declaration).contains(name)) {
                whole.report.error(attribute.at(), "`@" + name + "` does not apply to " + what(declaration));
            } else if (!seen.add(name)) {
                whole.report.error(attribute.at(), "`@" + name + "` is written twice");
            } else {
                arguments(attribute);
            }
        }
    }

    private static Set<String> allowed(Declaration declaration) {
        return switch (declaration) {
            case Declaration.Function function -> function.kind() == Declaration.FunctionKind.ASM ? OF_ASSEMBLY : OF_FUNCTIONS;
            case Declaration.Variable ignored -> OF_VARIABLES;
            case Declaration.ExternVariable ignored -> Set.of("section");
            case Declaration.Constant ignored -> OF_CONSTANTS;
            case Declaration.Struct ignored -> OF_STRUCTS;
            default -> Set.of();
        };
    }

    private static String what(Declaration declaration) {
        return switch (declaration) {
            case Declaration.Function function -> function.kind() == Declaration.FunctionKind.ASM ? "an asm fn" : "a function with an Ashlar body";
            case Declaration.Variable ignored -> "a variable";
            case Declaration.ExternVariable ignored -> "an extern variable";
            case Declaration.Constant ignored -> "a constant";
            case Declaration.Struct ignored -> "a struct";
            case Declaration.Bits ignored -> "bits";
            case Declaration.Enum ignored -> "an enum";
            case Declaration.Union ignored -> "a union";
            case Declaration.TypeName ignored -> "a type";
            case Declaration.Test ignored -> "a test";
            case Declaration.Assertion ignored -> "an assertion";
        };
    }

    private void arguments(Attribute attribute) {
        switch (attribute.name().text()) {
            case "section", "export" -> {
                if (!(attribute.arguments().getFirst() instanceof Expression.Text)) {
                    whole.report.error(attribute.at(), "`@" + attribute.name() + "` takes one string");
                }
            }
            case "align", "stack", "recursive", "size" -> {
                Expression written = attribute.arguments().getFirst();
                Optional<Integer> value = whole.constants.count(written, module);
                boolean power = value.isEmpty() || Integer.bitCount(value.get()) == 1;
                if (attribute.name().text().equals("align") && !power) {
                    whole.report.error(written.at(), "an alignment is a power of two, not " + value.get());
                }
            }
            case "clobbers" -> attribute.arguments().forEach(this::register);
            default -> {
            }
        }
    }

    private void register(Expression register) {
        if (!(register instanceof Expression.Reference reference) || !REGISTERS.contains(reference.name())) {
            whole.report.error(register.at(), "there is no register `" + register.at().text() + "` to be changed",
                    Spelling.hint(register.at().text(), REGISTERS));
        }
    }

    private Optional<String> text(Declaration.Head head, String name) {
        return head.attribute(name).filter(a -> a.arguments().size() == 1).map(a -> a.arguments().getFirst())
                .filter(e -> e instanceof Expression.Text).map(e -> new String(((Expression.Text) e).bytes(), StandardCharsets.UTF_8));
    }

    private int number(Declaration.Head head, String name) {
        return head.attribute(name).filter(a -> a.arguments().size() == 1).flatMap(a -> whole.constants.count(a.arguments().getFirst(), module)).orElse(0);
    }

    /** The registers that an {@code asm fn} changes. */
    List<String> clobbers(Declaration.Head head) {
        List<String> names = new ArrayList<>();
        head.attribute("clobbers").ifPresent(a -> a.arguments().forEach(e -> names.add(e.at().text())));
        return names;
    }

    Placement placement(Declaration.Head head, boolean external) {
        boolean exported = external || head.attribute("export").isPresent();
        boolean keep = exported || head.attribute("keep").isPresent() || head.attribute("entry").isPresent();
        return new Placement(text(head, "section"), number(head, "align"), keep, exported, module.library);
    }

    /** The name that {@code @export("name")} gives, else the usual one. */
    String linkName(Declaration.Head head, String usual) {
        return text(head, "export").orElse(usual);
    }

    Function.Limits limits(Declaration.Head head) {
        return new Function.Limits(number(head, "stack"), number(head, "recursive"), head.attribute("upcall").isPresent(),
                head.attribute("irq").isPresent(), head.attribute("noinline").isPresent());
    }

    /** One function, variable, … at most may have a mark that is the program's. */
    static void unique(Report report, Map<String, Span> found, Declaration.Head head, String mark) {
        head.attribute(mark).ifPresent(a -> {
            Span other = found.putIfAbsent(mark, a.at());
            if (other != null) {
                report.error(a.at(), "a program has one `@" + mark + "`", other, "the other one");
            }
        });
    }
}

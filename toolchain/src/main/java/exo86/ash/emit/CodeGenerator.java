package exo86.ash.emit;

import exo86.ash.ir.Module;
import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Function;
import exo86.ash.tree.Placement;
import exo86.ash.tree.Program;
import exo86.ash.types.Type;
import exo86.elf.ObjectFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The code generators: a checked program to one object file, {@code -O0} as the tree says, {@code -O} from the optimised intermediate representation. */
public final class CodeGenerator {
    /**
     * What to make besides the code.
     *
     * @param name of the object file
     * @param directory that source file names are relative to, for the debugger
     * @param debugInformation write DWARF
     */
    public record Options(String name, String directory, boolean debugInformation) {
    }

    private static final Pattern LOADS_ESP = Pattern.compile("(?mi)^\\s*mov\\s+esp\\s*,");

    private final Unit unit;

    private final Optional<Module> optimised;
    private final Optional<EncodedBefore> before;

    private CodeGenerator(Program program) {
        unit = new Unit(program);
        optimised = Optional.empty();
        before = Optional.empty();
    }

    private CodeGenerator(Program program, Module module, Optional<EncodedBefore> before) {
        unit = new Unit(program, module.texts());
        optimised = Optional.of(module);
        this.before = before;
    }

    /** As {@link #generate(Program, Options, Diagnostics)}, with the code of the module's functions; a function that it has not is not wanted. */
    public static ObjectFile generate(Program program, Module module, Options options, Diagnostics diagnostics) {
        return generate(program, module, options, new EncodedBefore(), diagnostics);
    }

    /** The same, with what other programs left: it grows by what this one has and they had not. */
    public static ObjectFile generate(Program program, Module module, Options options, EncodedBefore before, Diagnostics diagnostics) {
        CodeGenerator generator = new CodeGenerator(program, module, Optional.of(before));
        generator.routines();
        StackBounds.check(generator.unit, diagnostics);
        return ObjectEmission.emit(generator.unit, options, before, diagnostics);
    }

    /** The assembly of optimised code. */
    public static String listing(Program program, Module module) {
        CodeGenerator generator = new CodeGenerator(program, module, Optional.empty());
        generator.routines();
        return Listing.print(generator.unit);
    }

    /** How much stack each entry can take, as {@code --emit stack} prints it. */
    public static String stackBounds(Program program, Optional<Module> module) {
        CodeGenerator generator = module.map(m -> new CodeGenerator(program, m, Optional.empty())).orElseGet(() -> new CodeGenerator(program));
        generator.routines();
        return StackBounds.report(generator.unit);
    }

    /** Generates the program. Mistakes in assembly bodies and broken stack bounds go to {@code diagnostics}; then the file is not to be used. */
    public static ObjectFile generate(Program program, Options options, Diagnostics diagnostics) {
        return generate(program, options, new EncodedBefore(), diagnostics);
    }

    /** The same, with what other programs left. */
    public static ObjectFile generate(Program program, Options options, EncodedBefore before, Diagnostics diagnostics) {
        CodeGenerator generator = new CodeGenerator(program);
        generator.routines();
        StackBounds.check(generator.unit, diagnostics);
        return ObjectEmission.emit(generator.unit, options, before, diagnostics);
    }

    /** The program's assembly as text, in NASM's syntax. */
    public static String listing(Program program) {
        CodeGenerator generator = new CodeGenerator(program);
        generator.routines();
        return Listing.print(generator.unit);
    }

    private void routines() {
        for (Function function : unit.program.functions()) {
            switch (function.kind()) {
                case ORDINARY, C_EXPORT -> body(function, function.linkName());
                case ASSEMBLY -> unit.add(assembly(function));
                case INTERRUPT -> {
                    String body = function.linkName() + ".body";
                    unit.add(InterruptStub.generate(function, body, unit.program.interruptStack()));
                    body(function, body);
                }
                case C_IMPORT -> {
                }
            }
        }
        helpers();
    }

    private void body(Function function, String symbol) {
        optimised.ifPresentOrElse(module -> module.function(symbol)
                .ifPresent(f -> unit.add(before.map(known -> known.routine(unit, f)).orElseGet(() -> MachineRoutine.generate(unit, f)))),
                () -> unit.add(new FunctionGenerator(unit, function).generate(symbol)));
    }

    private static Routine assembly(Function function) {
        Function.Assembly assembly = function.assembly().orElseThrow();
        Set<String> callees = new java.util.LinkedHashSet<>();
        assembly.symbols().forEach(symbol -> {
            if (symbol instanceof Function callee) {
                callees.add(callee.linkName());
            }
        });
        boolean begins = function.result().equals(Type.NEVER) && LOADS_ESP.matcher(assembly.text()).find();
        return new Routine(function.linkName(), Optional.of(function), function.placement(), new Routine.Assembly(assembly.text(),
                Optional.of(assembly.at()), new Routine.StackUse(function.limits().stack(), callees, Set.of(), begins)));
    }

    /** Adds the helpers that the code calls and those that they call. */
    private void helpers() {
        Set<WideHelper> wanted = EnumSet.noneOf(WideHelper.class);
        List<WideHelper> open = new ArrayList<>(unit.helpers().keySet());
        while (!open.isEmpty()) {
            WideHelper helper = open.removeLast();
            if (wanted.add(helper)) {
                for (WideHelper other : WideHelper.values()) {
                    if (helper.callees().contains(other.symbol())) {
                        open.add(other);
                    }
                }
            }
        }
        boolean library = unit.helpers().containsValue(true);
        for (WideHelper helper : wanted) {
            unit.add(new Routine(helper.symbol(), Optional.empty(), new Placement(Optional.empty(), 0, false, false, library),
                    AssemblyText.helper(helper)));
        }
    }
}

package exo86.ash.emit;

import exo86.ash.ir.Counterparts;
import exo86.ash.ir.Function;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.Span;
import exo86.isa.Encoding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What earlier programs were encoded to, for the next one: the code of library functions that {@link exo86.ash.opt.Finished} knew, assembly, and single
 * instructions, of which a program has a few thousand different ones. May be used from several threads at a time.
 */
public final class EncodedBefore {
    private record Text(String symbol, String text, Optional<Span> at) {
    }

    private final Map<Function, Routine.Encoded> functions = new ConcurrentHashMap<>();
    private final Map<Text, MachineCode> assembly = new ConcurrentHashMap<>();
    private final Map<Item, Encoding> instructions = new ConcurrentHashMap<>();

    Map<Item, Encoding> instructions() {
        return instructions;
    }

    /** The routine of an optimised function, made only if no program before had one like it. */
    Routine routine(Unit unit, Function function) {
        if (function.source().filter(source -> source.placement().library()).isEmpty()) {
            return MachineRoutine.generate(unit, function);
        }
        Routine.Encoded known = functions.get(function.model());
        if (known != null) {
            helpers(unit, known.stack());
            return routine(function, function.counterparts()
                    .map(here -> new Routine.Encoded(told(known.code(), here), known.stack())).orElse(known));
        }
        Routine made = MachineRoutine.generate(unit, function);
        if (!(made.body() instanceof Routine.Instructions body)) {
            return made;
        }
        Routine.Encoded encoded = new Routine.Encoded(InstructionEncoder.encode(body.items(), instructions), body.stack());
        if (function.model() == function) {
            functions.put(function, encoded);
        }
        return routine(function, encoded);
    }

    private static Routine routine(Function function, Routine.Encoded body) {
        return new Routine(function.name(), function.source(), Optional.of(function.subroutine()), function.source().orElseThrow().placement(), body);
    }

    private static void helpers(Unit unit, Routine.StackUse use) {
        for (WideHelper helper : WideHelper.values()) {
            if (use.callees().contains(helper.symbol())) {
                unit.helper(helper, true);
            }
        }
    }

    /** The same code with what is said of variables and inlined calls in this program's words. */
    private static MachineCode told(MachineCode code, Counterparts here) {
        List<MachineCode.HoldsMark> holds = code.holds().stream().map(mark -> new MachineCode.HoldsMark(mark.offset(),
                new Item.Holds(here.variable(mark.state().variable()), mark.state().offset(), mark.state().where()))).toList();
        List<MachineCode.LineMark> lines = code.lines().stream().map(mark -> new MachineCode.LineMark(mark.offset(), here.position(mark.at()))).toList();
        return new MachineCode(code.bytes(), code.references(), code.checks(), lines, code.scopes(), code.tables(), code.unwinding(), holds);
    }

    /** The code of an assembly routine; mistakes in it go to {@code diagnostics}. */
    MachineCode assembled(String symbol, Routine.Assembly body, Diagnostics diagnostics) {
        Text key = new Text(symbol, body.text(), body.at());
        MachineCode known = assembly.get(key);
        if (known == null) {
            known = AssemblyText.assemble(symbol, body, diagnostics);
            if (!diagnostics.hasErrors()) {
                assembly.put(key, known);
            }
        }
        return known;
    }
}

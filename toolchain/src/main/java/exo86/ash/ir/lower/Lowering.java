package exo86.ash.ir.lower;

import exo86.ash.ir.Datum;
import exo86.ash.ir.Module;
import exo86.ash.tree.Data;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Image;
import exo86.ash.tree.Program;
import java.util.Optional;

/** Lowers a checked program. */
public final class Lowering {
    private Lowering() {
    }

    /** The program's functions with an Ashlar body, and its data. */
    public static Module lower(Program program) {
        Data texts = new Data();
        Module module = new Module(Optional.of(program), texts);
        for (Function function : program.functions()) {
            switch (function.kind()) {
                case ORDINARY, C_EXPORT -> module.add(FunctionLowering.lower(function.linkName(), function, texts));
                case INTERRUPT -> module.add(FunctionLowering.lower(function.linkName() + ".body", function, texts));
                case ASSEMBLY, C_IMPORT -> {
                }
            }
        }
        program.globals().forEach(global -> module.add(datum(global, texts)));
        texts.all().forEach(text -> module.add(new Datum(text.name(), Datum.Kind.READ_ONLY, text.text() ? 1 : 4, text.image())));
        return module;
    }

    private static Datum datum(Global global, Data texts) {
        Image image = global.initial().map(value -> texts.image(value, global.placement().library()))
                .orElseGet(() -> Image.of(new byte[global.type().size()]));
        int align = Math.max(Integer.highestOneBit(Math.max(1, global.type().align())), Math.max(1, global.placement().align()));
        Datum.Kind kind = global.imported() ? Datum.Kind.IMPORTED : global.mutable() ? Datum.Kind.MUTABLE : Datum.Kind.READ_ONLY;
        return new Datum(global.linkName(), kind, align, image);
    }
}

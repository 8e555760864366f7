package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.TypeExpression;
import exo86.ash.types.BitsType;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays out {@code bits}: every bit of the word has exactly one name. */
final class BitsLayout {
    private final Compilation whole;

    BitsLayout(Compilation whole) {
        this.whole = whole;
    }

    /** Who has each bit of the word. */
    private record Owner(String name, Span at) {
    }

    private record Range(int high, int low) {
        int width() {
            return high - low + 1;
        }
    }

    void layOut(Declaration.Bits declared, BitsType type, Module module) {
        Owner[] owners = new Owner[type.word().bits()];
        List<BitsType.Field> fields = new ArrayList<>();
        Map<String, Span> names = new HashMap<>();
        long reserved = 0;
        boolean sound = true;
        for (Declaration.BitsMember member : declared.members()) {
            switch (member) {
                case Declaration.BitsField field -> {
                    Span twin = names.putIfAbsent(field.name().text(), field.name().at());
                    if (twin != null) {
                        whole.report.error(field.name().at(), "field `" + field.name() + "` is declared twice", twin, "the other one");
                    }
                    Optional<Range> range = range(field.range(), type, module);
                    sound &= range.isPresent();
                    if (range.isPresent()) {
                        sound &= claim(owners, range.get(), new Owner("`" + field.name() + "`", field.range().at()));
                        Type value = type(field, range.get().width(), module);
                        fields.add(new BitsType.Field(field.name().text(), value, range.get().low(), range.get().width(), field.name().at()));
                    }
                }
                case Declaration.BitsFiller filler -> {
                    for (Declaration.BitRange written : filler.ranges()) {
                        Optional<Range> range = range(written, type, module);
                        sound &= range.isPresent();
                        if (range.isPresent()) {
                            sound &= claim(owners, range.get(), new Owner(filler.reserved() ? "reserved" : "zero", written.at()));
                            reserved |= filler.reserved() ? mask(range.get()) : 0;
                        }
                    }
                }
            }
        }
        if (sound) {
            gaps(declared, owners);
        }
        type.layOut(fields, reserved);
    }

    private static long mask(Range range) {
        long ones = range.width() == 64 ? -1L : (1L << range.width()) - 1;
        return ones << range.low();
    }

    private Optional<Range> range(Declaration.BitRange written, BitsType type, Module module) {
        Optional<Integer> high = whole.constants.count(written.high(), module);
        Optional<Integer> low = whole.constants.count(written.low(), module);
        if (high.isEmpty() || low.isEmpty()) {
            return Optional.empty();
        }
        if (high.get() >= type.word().bits()) {
            whole.report.error(written.at(), "there is no bit " + high.get() + " in " + type.word());
            return Optional.empty();
        }
        if (high.get() < low.get()) {
            whole.report.error(written.at(), "bit ranges are written high:low", "write `@" + low.get() + ":" + high.get() + "`");
            return Optional.empty();
        }
        return Optional.of(new Range(high.get(), low.get()));
    }

    /** Gives bits to their owner; false if one has another already. */
    private boolean claim(Owner[] owners, Range range, Owner owner) {
        for (int bit = range.low(); bit <= range.high(); bit++) {
            if (owners[bit] != null) {
                whole.report.error(owner.at(), "bit " + bit + " has two names: " + owner.name() + " and " + owners[bit].name(), owners[bit].at(),
                        "the other one");
                return false;
            }
            owners[bit] = owner;
        }
        return true;
    }

    private void gaps(Declaration.Bits declared, Owner[] owners) {
        List<String> missing = new ArrayList<>();
        for (int high = owners.length - 1; high >= 0; high--) {
            if (owners[high] != null) {
                continue;
            }
            int low = high;
            while (low > 0 && owners[low - 1] == null) {
                low--;
            }
            missing.add(high == low ? "" + high : high + ":" + low);
            high = low;
        }
        if (!missing.isEmpty()) {
            String ranges = String.join(", ", missing);
            boolean one = missing.size() == 1 && !ranges.contains(":");
            whole.report.error(declared.name().at(), (one ? "bit " : "bits ") + ranges + " of `" + declared.name() + "` " + (one ? "has" : "have") + " no name",
                    "write `zero @" + ranges + "` or `reserved @" + ranges + "`");
        }
    }

    /** What reading the field yields. */
    private Type type(Declaration.BitsField field, int width, Module module) {
        if (field.type() instanceof TypeExpression.Named named && named.module().isEmpty() && !module.names.containsKey(named.name().text())) {
            String name = named.name().text();
            Optional<Integer> odd = Types.oddWidth(name).or(() -> Types.builtIn(name).filter(t -> t instanceof Type.Int i && !i.signed()).map(t -> t.size() * 8));
            if (odd.isPresent()) {
                widths(field, "u" + odd.get(), odd.get(), width);
                return holder(width);
            }
            if (name.equals("bool")) {
                widths(field, "bool", 1, width);
                return Type.BOOL;
            }
        }
        Type type = whole.types.complete(field.type(), module);
        if (type instanceof EnumType enumeration) {
            long most = width >= 63 ? Long.MAX_VALUE : (1L << width) - 1;
            enumeration.variants().stream().filter(v -> v.value() < 0 || v.value() > most).findFirst().ifPresent(v -> whole.report.error(field.type().at(),
                    "`" + enumeration + "." + v.name() + "` is " + v.value() + ", which does not fit in " + width + " bits", v.declared(), "declared here"));
        } else if (!Types.erroneous(type)) {
            whole.report.error(field.type().at(), "a field of bits is a bool, an unsigned integer or an enum, not " + type);
        }
        return type;
    }

    private void widths(Declaration.BitsField field, String type, int wanted, int width) {
        if (wanted != width) {
            whole.report.error(field.at(), "`" + field.name() + "` is " + type + ", but its range has " + width + (width == 1 ? " bit" : " bits"));
        }
    }

    static Type.Int holder(int width) {
        return width <= 8 ? Type.U8 : width <= 16 ? Type.U16 : width <= 32 ? Type.U32 : Type.U64;
    }
}

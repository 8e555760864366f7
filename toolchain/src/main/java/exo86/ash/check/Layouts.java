package exo86.ash.check;

import exo86.ash.check.evaluate.Arithmetic;
import exo86.ash.source.Span;
import exo86.ash.syntax.Attribute;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Expression;
import exo86.ash.types.EnumType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays out structs, enums and unions. A struct has no hidden bytes: where alignment would leave a hole the programmer writes {@code pad N}.
 * In a union the tag comes first; each variant's fields follow in order, each at its natural alignment.
 */
final class Layouts {
    private final Compilation whole;
    private final BitsLayout bits;

    Layouts(Compilation whole) {
        this.whole = whole;
        this.bits = new BitsLayout(whole);
    }

    void layOut(Entity.OfType entity) {
        whole.types.declared(entity);
        switch (entity.declaration) {
            case Declaration.Struct struct -> struct(struct, (StructType) entity.type, entity.module);
            case Declaration.Bits declared -> bits.layOut(declared, (exo86.ash.types.BitsType) entity.type, entity.module);
            case Declaration.Enum enumeration -> enumeration(enumeration, (EnumType) entity.type, entity.module);
            case Declaration.Union union -> union(union, (UnionType) entity.type, entity.module);
            default -> whole.types.complete(entity.type);
        }
    }

    /** Where the next field goes, and what is already there. */
    private final class Filling {
        private final Module module;
        private final boolean packed;
        private final boolean holes;
        private final Map<String, Span> names = new HashMap<>();
        private final List<StructType.Field> fields = new ArrayList<>();
        private long offset;
        private int align = 1;
        private boolean sound = true;

        Filling(Module module, boolean packed, boolean holes, int start) {
            this.module = module;
            this.packed = packed;
            this.holes = holes;
            this.offset = start;
        }

        void add(Declaration.Member member) {
            switch (member) {
                case Declaration.Field field -> {
                    Type type = whole.types.complete(field.type(), module);
                    sound &= !Types.erroneous(type);
                    Span other = names.putIfAbsent(field.name().text(), field.name().at());
                    if (other != null) {
                        whole.report.error(field.name().at(), "field `" + field.name() + "` is declared twice", other, "the other one");
                    }
                    int alignment = packed ? 1 : type.align();
                    place("`" + field.name() + "`", alignment, field.offset(), field.at());
                    fields.add(new StructType.Field(field.name().text(), type, (int) offset, field.name().at()));
                    grow(type.size(), field.at());
                    align = Math.max(align, alignment);
                }
                case Declaration.Pad pad -> {
                    place("this pad", 1, pad.offset(), pad.at());
                    int bytes = whole.constants.count(pad.bytes(), module).orElse(0);
                    grow(bytes, pad.at());
                }
            }
        }

        private void grow(long bytes, Span at) {
            if (offset + bytes > Integer.MAX_VALUE) {
                whole.report.error(at, "this is larger than 2 GiB");
                sound = false;
                return;
            }
            offset += bytes;
        }

        private void place(String what, int alignment, Optional<Expression> claimed, Span at) {
            long hole = -offset & alignment - 1;
            Optional<Integer> wanted = claimed.flatMap(c -> whole.constants.count(c, module));
            if (!sound) {
                offset = wanted.orElse((int) (offset + hole));
                return;
            }
            if (wanted.isPresent() && wanted.get() < offset) {
                whole.report.error(claimed.get().at(), what + " cannot be at offset " + wanted.get() + ": the fields before it end at " + offset);
            } else if (wanted.isPresent() && wanted.get() % alignment != 0) {
                whole.report.error(claimed.get().at(), what + " is aligned to " + alignment + ", which offset " + wanted.get() + " is not",
                        "`@packed` lifts alignment");
                offset = wanted.get();
            } else if (wanted.isPresent() && wanted.get() > offset) {
                long bytes = wanted.get() - offset;
                whole.report.error(at, "a hole of " + count(bytes) + " before " + what + ": the fields before it end at " + offset,
                        "write `pad " + bytes + "` before it");
                offset = wanted.get();
            } else if (hole > 0) {
                if (holes) {
                    whole.report.error(at, "a hole of " + count(hole) + " before " + what + ", which is aligned to " + alignment,
                            "write `pad " + hole + "` before it");
                }
                offset += hole;
            }
        }
    }

    private static String count(long bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }

    private void struct(Declaration.Struct struct, StructType type, Module module) {
        Filling filling = new Filling(module, struct.head().attribute("packed").isPresent(), true, 0);
        struct.members().forEach(filling::add);
        if (filling.fields.isEmpty() && filling.offset == 0) {
            whole.report.error(struct.name().at(), "struct `" + struct.name() + "` is empty");
        }
        long hole = -filling.offset & filling.align - 1;
        Optional<Integer> size = size(struct, module);
        if (filling.sound && size.isPresent() && size.get() != filling.offset) {
            String hint = size.get() > filling.offset ? "write `pad " + (size.get() - filling.offset) + "` at its end" : "";
            whole.report.error(struct.name().at(), "`" + struct.name() + "` has " + count(filling.offset) + ", but @size says " + size.get(), hint);
        } else if (filling.sound && hole > 0) {
            whole.report.error(struct.name().at(), "a hole of " + count(hole) + " at the end of `" + struct.name() + "`, which is aligned to " + filling.align,
                    "write `pad " + hole + "` at its end");
        }
        type.layOut(filling.fields, (int) Math.min(filling.offset + hole, Integer.MAX_VALUE), filling.align);
    }

    private Optional<Integer> size(Declaration.Struct struct, Module module) {
        Optional<Attribute> size = struct.head().attribute("size");
        return size.filter(a -> a.arguments().size() == 1).flatMap(a -> whole.constants.count(a.arguments().getFirst(), module));
    }

    private void enumeration(Declaration.Enum enumeration, EnumType type, Module module) {
        List<EnumType.Variant> variants = new ArrayList<>();
        Map<BigInteger, Span> values = new HashMap<>();
        Map<String, Span> names = new HashMap<>();
        BigInteger next = BigInteger.ZERO;
        for (Declaration.EnumVariant variant : enumeration.variants()) {
            if (variant.value().isPresent()) {
                next = whole.constants.integer(variant.value().get(), module).orElse(next);
            }
            Span twin = names.putIfAbsent(variant.name().text(), variant.name().at());
            Span same = values.putIfAbsent(next, variant.at());
            if (twin != null) {
                whole.report.error(variant.name().at(), "variant `" + variant.name() + "` is declared twice", twin, "the other one");
            } else if (same != null) {
                whole.report.error(variant.at(), "`" + variant.name() + "` has the value " + next + " of another variant", same, "the other one");
            } else if (!Arithmetic.fits(next, type.base())) {
                whole.report.error(variant.at(), "`" + variant.name() + "` is " + next + ", which does not fit in " + type.base());
            }
            variants.add(new EnumType.Variant(variant.name().text(), next.longValue(), variant.name().at()));
            next = next.add(BigInteger.ONE);
        }
        if (variants.isEmpty()) {
            whole.report.error(enumeration.name().at(), "enum `" + enumeration.name() + "` has no variant");
        }
        type.define(variants);
    }

    private void union(Declaration.Union union, UnionType type, Module module) {
        List<UnionType.Variant> variants = new ArrayList<>();
        Map<String, Span> names = new HashMap<>();
        int align = type.tag().align();
        long size = type.tag().size();
        for (Declaration.UnionVariant variant : union.variants()) {
            Span twin = names.putIfAbsent(variant.name().text(), variant.name().at());
            if (twin != null) {
                whole.report.error(variant.name().at(), "variant `" + variant.name() + "` is declared twice", twin, "the other one");
            }
            Filling filling = new Filling(module, false, false, type.tag().size());
            variant.members().forEach(filling::add);
            variants.add(new UnionType.Variant(variant.name().text(), variants.size(), filling.fields, variant.name().at()));
            align = Math.max(align, filling.align);
            size = Math.max(size, filling.offset);
        }
        if (variants.isEmpty()) {
            whole.report.error(union.name().at(), "union `" + union.name() + "` has no variant");
        } else if (!Arithmetic.fits(BigInteger.valueOf(variants.size() - 1L), type.tag())) {
            whole.report.error(union.name().at(), "`" + union.name() + "` has " + variants.size() + " variants, too many for a tag of " + type.tag());
        }
        type.layOut(variants, (int) Math.min(size + (-size & align - 1), Integer.MAX_VALUE), align);
    }
}

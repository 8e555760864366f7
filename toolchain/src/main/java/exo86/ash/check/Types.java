package exo86.ash.check;

import exo86.ash.check.Entity.State;
import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Name;
import exo86.ash.syntax.TypeExpression;
import exo86.ash.types.BitsType;
import exo86.ash.types.DistinctType;
import exo86.ash.types.EnumType;
import exo86.ash.types.NamedType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes types from what is written, and lays named types out when their size or parts are first needed. */
final class Types {
    private static final Map<String, Type> BUILT_IN = Map.ofEntries(Map.entry("u8", Type.U8), Map.entry("u16", Type.U16), Map.entry("u32", Type.U32),
            Map.entry("u64", Type.U64), Map.entry("i8", Type.I8), Map.entry("i16", Type.I16), Map.entry("i32", Type.I32), Map.entry("i64", Type.I64),
            Map.entry("bool", Type.BOOL), Map.entry("void", Type.VOID), Map.entry("never", Type.NEVER));

    private final Compilation whole;
    private final Layouts layouts;
    private final Map<NamedType, Entity.OfType> entities = new IdentityHashMap<>();
    private final Deque<Entity.OfType> busy = new ArrayDeque<>();

    Types(Compilation whole) {
        this.whole = whole;
        this.layouts = new Layouts(whole);
    }

    /** The type of something that is stored: not void, never or a result. */
    Type resolve(TypeExpression written, Module module) {
        return stored(any(written, module), written.at());
    }

    /** What a pointer may point at: anything stored. Its layout may still be unknown. */
    private Type stored(Type type, Span at) {
        if (type instanceof Type.Void || type instanceof Type.Never || type instanceof Type.Result) {
            String hint = type instanceof Type.Result ? "`T!E` is only the result type of a function" : "";
            whole.report.error(at, "nothing can be stored as `" + type + "`", hint);
            return Type.ERRONEOUS;
        }
        return type;
    }

    /** The result type of a function, laid out. */
    Type result(Optional<TypeExpression> written, Module module) {
        Type type = written.map(w -> any(w, module)).orElse(Type.VOID);
        return complete(type) ? type : Type.ERRONEOUS;
    }

    /** The type of a value in code, laid out. */
    Type complete(TypeExpression written, Module module) {
        Type type = resolve(written, module);
        if (!complete(type)) {
            return Type.ERRONEOUS;
        }
        if (type instanceof Type.Array array && bytes(array) > Integer.MAX_VALUE) {
            whole.report.error(written.at(), "this array is larger than 2 GiB");
            return Type.ERRONEOUS;
        }
        return type;
    }

    private static long bytes(Type type) {
        return type instanceof Type.Array array ? Math.min((long) array.length() * Math.min(bytes(array.element()), 1L << 31), 1L << 32) : type.size();
    }

    private Type any(TypeExpression written, Module module) {
        return switch (written) {
            case TypeExpression.Named named -> named(named, module);
            case TypeExpression.Pointer pointer -> {
                Type target = resolve(pointer.target(), module);
                yield erroneous(target) ? target : new Type.Pointer(pointer.space(), pointer.mutable(), pointer.nullable(), target);
            }
            case TypeExpression.Slice slice -> {
                Type element = resolve(slice.element(), module);
                yield erroneous(element) ? element : new Type.Slice(slice.space(), slice.mutable(), element);
            }
            case TypeExpression.Array array -> array(array, module);
            case TypeExpression.Function function -> {
                List<Type> parameters = new ArrayList<>();
                for (TypeExpression parameter : function.parameters()) {
                    parameters.add(resolve(parameter, module));
                }
                Type result = function.result().map(r -> any(r, module)).orElse(Type.VOID);
                yield erroneous(result) || parameters.stream().anyMatch(Types::erroneous) ? Type.ERRONEOUS : new Type.Function(parameters, result);
            }
            case TypeExpression.Result result -> result(result, module);
        };
    }

    private Type array(TypeExpression.Array array, Module module) {
        Type element = resolve(array.element(), module);
        Optional<Integer> length = whole.constants.count(array.length(), module);
        if (erroneous(element) || length.isEmpty()) {
            return Type.ERRONEOUS;
        }
        return new Type.Array(length.get(), element);
    }

    private Type result(TypeExpression.Result result, Module module) {
        Type value = any(result.value(), module);
        Type error = any(result.error(), module);
        if (erroneous(value) || erroneous(error)) {
            return Type.ERRONEOUS;
        }
        if (error instanceof EnumType codes && !(value instanceof Type.Result)) {
            return new Type.Result(value, codes);
        }
        whole.report.error(result.error().at(), "the error type of `T!E` is an enum, not " + error);
        return Type.ERRONEOUS;
    }

    static boolean erroneous(Type type) {
        return type instanceof Type.Erroneous;
    }

    static Optional<Type> builtIn(String name) {
        return Optional.ofNullable(BUILT_IN.get(name));
    }

    /** The width in {@code u3}, which is a type of bits fields only. */
    static Optional<Integer> oddWidth(String name) {
        boolean shape = name.matches("u[1-9][0-9]?") && !BUILT_IN.containsKey(name);
        return shape && Integer.parseInt(name.substring(1)) < 64 ? Optional.of(Integer.parseInt(name.substring(1))) : Optional.empty();
    }

    private Type named(TypeExpression.Named named, Module module) {
        Optional<Entity> entity = named.module().isPresent() ? qualified(named, module) : local(named.name(), module);
        if (entity.isEmpty()) {
            Type built = BUILT_IN.get(named.name().text());
            return named.module().isEmpty() && built != null ? built : Type.ERRONEOUS;
        }
        if (entity.get() instanceof Entity.OfType type) {
            return declared(type);
        }
        whole.report.error(named.at(), "`" + named.name() + "` is a " + entity.get().kind() + ", not a type",
                List.of(new Note(entity.get().at(), "declared here")), "");
        return Type.ERRONEOUS;
    }

    private Optional<Entity> qualified(TypeExpression.Named named, Module module) {
        Name alias = named.module().orElseThrow();
        Module used = module.uses.get(alias.text());
        if (used == null) {
            boolean reported = module.unit.uses().stream().anyMatch(u -> u.name().text().equals(alias.text()));
            if (!reported) {
                whole.report.error(alias.at(), "no module is called `" + alias + "` here", Spelling.hint(alias.text(), module.uses.keySet()));
            }
            return Optional.empty();
        }
        whole.report.index.use(alias.at(), used);
        return whole.modules.member(used, named.name(), module);
    }

    private Optional<Entity> local(Name name, Module module) {
        Entity entity = module.names.get(name.text());
        if (entity == null && !BUILT_IN.containsKey(name.text())) {
            TreeSet<String> known = new TreeSet<>(BUILT_IN.keySet());
            module.names.values().stream().filter(e -> e instanceof Entity.OfType).forEach(e -> known.add(e.name()));
            String hint = oddWidth(name.text()).isPresent() ? "odd widths exist only as fields of `bits`" : Spelling.hint(name.text(), known);
            whole.report.error(name.at(), "there is no type `" + name + "`", hint);
        }
        if (entity != null) {
            whole.report.index.use(name.at(), entity);
        }
        return Optional.ofNullable(entity);
    }

    /** The type that an entity declares; its layout may still be unknown. */
    Type declared(Entity.OfType entity) {
        if (entity.naming == State.NEW) {
            entity.naming = State.BUSY;
            entity.type = make(entity);
            entity.naming = State.DONE;
            if (entity.type instanceof NamedType named && named.declared().equals(entity.at())) {
                entities.put(named, entity);
            }
        } else if (entity.naming == State.BUSY && !(entity.type instanceof NamedType)) {
            whole.report.error(entity.at(), "type `" + entity.name() + "` is an alias of itself");
        }
        return entity.type;
    }

    private Type make(Entity.OfType entity) {
        String module = entity.module.path();
        return switch (entity.declaration) {
            case Declaration.Struct struct -> new StructType(module, struct.name().text(), entity.at());
            case Declaration.Bits bits -> new BitsType(module, bits.name().text(), entity.at(), integer(Optional.of(bits.word()), entity, 64));
            case Declaration.Enum enumeration -> new EnumType(module, enumeration.name().text(), entity.at(), integer(enumeration.base(), entity, 32));
            case Declaration.Union union -> new UnionType(module, union.name().text(), entity.at(), integer(union.tag(), entity, 32));
            case Declaration.TypeName name when name.distinct() -> {
                DistinctType made = new DistinctType(module, name.name().text(), entity.at());
                entity.type = made;
                entities.put(made, entity);
                made.define(resolve(name.type(), entity.module));
                yield made;
            }
            case Declaration.TypeName name -> any(name.type(), entity.module);
            default -> throw new IllegalStateException("not a type: " + entity.name());
        };
    }

    /** The integer type below a bits, enum or union tag; u32 where none is written. */
    private Type.Int integer(Optional<TypeExpression> written, Entity.OfType entity, int most) {
        if (written.isEmpty()) {
            return Type.U32;
        }
        Type type = any(written.get(), entity.module);
        boolean enumeration = entity.declaration instanceof Declaration.Enum;
        if (type instanceof Type.Int integer && integer.bits() <= most && (!integer.signed() || enumeration)) {
            return integer;
        }
        if (!erroneous(type)) {
            String expected = enumeration ? "an integer type of at most 32 bits" : "an unsigned integer type of at most " + most + " bits";
            whole.report.error(written.get().at(), "expected " + expected + ", found " + type);
        }
        return Type.U32;
    }

    /** Lays out whatever a value of this type holds; false if that is itself, which is reported. */
    boolean complete(Type type) {
        return switch (type) {
            case Type.Array array -> complete(array.element());
            case Type.Result result -> complete(result.value()) & complete(result.error());
            case NamedType named -> {
                Entity.OfType entity = entity(named);
                if (entity.layout == State.NEW) {
                    entity.layout = State.BUSY;
                    busy.push(entity);
                    if (named instanceof DistinctType distinct) {
                        distinct.define(complete(distinct.base()) ? distinct.base() : Type.ERRONEOUS);
                    } else {
                        layouts.layOut(entity);
                    }
                    busy.pop();
                    entity.layout = State.DONE;
                }
                yield entity.layout == State.DONE || recursive(entity);
            }
            default -> true;
        };
    }

    /** Reports a type that holds itself. */
    private boolean recursive(Entity.OfType entity) {
        List<Note> chain = new ArrayList<>();
        for (Entity.OfType holder : busy) {
            if (holder == entity) {
                break;
            }
            chain.addFirst(new Note(holder.at(), "through " + holder.name()));
        }
        whole.report.error(entity.at(), "the layout of `" + entity.name() + "` depends on itself", chain, "hold a pointer, `*" + entity.name() + "`");
        return false;
    }

    Entity.OfType entity(NamedType type) {
        return entities.get(type);
    }

    /** Whether all bytes zero are a value of the type. */
    boolean zeroIsValid(Type type) {
        complete(type);
        return switch (type) {
            case Type.Pointer pointer -> pointer.nullable();
            case Type.Function ignored -> false;
            case Type.Array array -> array.length() == 0 || zeroIsValid(array.element());
            case DistinctType distinct -> zeroIsValid(distinct.base());
            case EnumType enumeration -> enumeration.variants().stream().anyMatch(v -> v.value() == 0);
            case StructType struct -> struct.fields().stream().allMatch(f -> zeroIsValid(f.type()));
            case UnionType union -> union.variants().stream().filter(v -> v.tag() == 0).allMatch(v -> v.fields().stream().allMatch(f -> zeroIsValid(f.type())));
            case BitsType bits -> bits.fields().stream().allMatch(f -> zeroIsValid(f.type()));
            default -> true;
        };
    }

    /** Whether a value of the type can hold an address. */
    boolean holdsAddress(Type type) {
        return switch (type) {
            case Type.Pointer ignored -> true;
            case Type.Slice ignored -> true;
            case Type.Array array -> holdsAddress(array.element());
            case DistinctType distinct -> holdsAddress(distinct.base());
            case StructType struct -> struct.fields().stream().anyMatch(f -> holdsAddress(f.type()));
            case UnionType union -> union.variants().stream().anyMatch(v -> v.fields().stream().anyMatch(f -> holdsAddress(f.type())));
            default -> false;
        };
    }

    /** Whether a value of {@code outer} holds one of {@code inner} in itself, not behind a pointer. */
    boolean contains(Type outer, Type inner) {
        return outer.equals(inner) || switch (outer) {
            case Type.Array array -> contains(array.element(), inner);
            case DistinctType distinct -> contains(distinct.base(), inner);
            case StructType struct -> struct.fields().stream().anyMatch(f -> contains(f.type(), inner));
            case UnionType union -> union.variants().stream().anyMatch(v -> v.fields().stream().anyMatch(f -> contains(f.type(), inner)));
            default -> false;
        };
    }
}

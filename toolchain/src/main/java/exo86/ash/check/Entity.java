package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Declaration;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a name at module level stands for, and how far its checking has come. */
abstract sealed class Entity {
    /** How far one step of an entity's checking has come; BUSY met again is a cycle. */
    enum State {
        NEW, BUSY, DONE
    }

    final Module module;
    private final Declaration.Named declaration;

    private Entity(Module module, Declaration.Named declaration) {
        this.module = module;
        this.declaration = declaration;
    }

    String name() {
        return declaration.name().text();
    }

    Span at() {
        return declaration.name().at();
    }

    boolean exported() {
        return declaration.head().exported();
    }

    /** "constant", "function", …: for messages. */
    abstract String kind();

    /** A struct, bits, enum, union, distinct type or alias, with the functions declared as {@code fn Type.name}. */
    static final class OfType extends Entity {
        final Declaration.Named declaration;
        final Map<String, OfFunction> functions = new LinkedHashMap<>();
        State naming = State.NEW;
        State layout = State.NEW;
        Type type = Type.ERRONEOUS;

        OfType(Module module, Declaration.Named declaration) {
            super(module, declaration);
            this.declaration = declaration;
        }

        @Override
        String kind() {
            return "type";
        }
    }

    /** A constant: an exact integer, or a typed value, which has an address if it is an aggregate. */
    static final class OfConstant extends Entity {
        final Declaration.Constant declaration;
        State state = State.NEW;
        Optional<BigInteger> exact = Optional.empty();
        Type type = Type.ERRONEOUS;
        Optional<Value> value = Optional.empty();
        Optional<Global> global = Optional.empty();

        OfConstant(Module module, Declaration.Constant declaration) {
            super(module, declaration);
            this.declaration = declaration;
        }

        @Override
        String kind() {
            return "constant";
        }
    }

    /** A module's variable, or one of another object. */
    static final class OfVariable extends Entity {
        final Declaration.Named declaration;
        State state = State.NEW;
        State initialiser = State.NEW;
        Optional<Global> global = Optional.empty();

        OfVariable(Module module, Declaration.Named declaration) {
            super(module, declaration);
            this.declaration = declaration;
        }

        @Override
        String kind() {
            return "variable";
        }
    }

    /** A function; {@link #owner} is the type of {@code fn Type.name}. */
    static final class OfFunction extends Entity {
        final Declaration.Function declaration;
        final Optional<OfType> owner;
        State signature = State.NEW;
        State body = State.NEW;
        boolean failed;
        Optional<Function> function = Optional.empty();

        OfFunction(Module module, Declaration.Function declaration, Optional<OfType> owner) {
            super(module, declaration);
            this.declaration = declaration;
            this.owner = owner;
        }

        /** Called through a value: the first parameter is {@code self}. */
        boolean method() {
            return owner.isPresent() && !declaration.parameters().isEmpty() && declaration.parameters().getFirst().name().text().equals("self");
        }

        boolean constant() {
            return declaration.kind() == Declaration.FunctionKind.CONST;
        }

        @Override
        String kind() {
            return "function";
        }
    }
}

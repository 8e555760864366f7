package exo86.elf.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A debugging entry as it stands in the file: its offset in the section, tag, attributes and children.
/// An attribute is a [Number], a [Text], or [Bytes].
record Die(int offset, int tag, Map<Integer, Value> attributes, List<Die> children) {

    sealed interface Value { }

    /// `form` tells whether a high address is one or a size, and a location an expression or a list.
    record Number(long value, int form) implements Value { }

    record Text(String value) implements Value { }

    record Bytes(byte[] value) implements Value { }

    Die(int offset, int tag, Map<Integer, Value> attributes) {
        this(offset, tag, attributes, new ArrayList<>());
    }

    boolean has(int attribute) {
        return attributes.containsKey(attribute);
    }

    OptionalLong number(int attribute) {
        return attributes.get(attribute) instanceof Number(long value, int _) ? OptionalLong.of(value) : OptionalLong.empty();
    }

    int number(int attribute, int otherwise) {
        return (int) number(attribute).orElse(otherwise);
    }

    String text(int attribute) {
        return attributes.get(attribute) instanceof Text(String value) ? value : "";
    }

    byte[] bytes(int attribute) {
        return attributes.get(attribute) instanceof Bytes(byte[] value) ? value : new byte[0];
    }
}

package exo86.ash.tree;

import exo86.ash.types.Shape;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A compile-time value as bytes of memory, with the words that wait for an address. */
public final class Image {
    /** The word at {@code offset} is a symbol's address plus {@code addend}. */
    public record Address(int offset, String symbol, int addend) {
    }

    /** Gives a string's bytes a name. */
    public interface Texts {
        String name(byte[] bytes, boolean zeroEnded);
    }

    private final byte[] bytes;
    private final List<Address> addresses = new ArrayList<>();
    private final Texts texts;

    private Image(int size, Texts texts) {
        bytes = new byte[size];
        this.texts = texts;
    }

    public static Image of(Value value, Texts texts) {
        Image image = new Image(value.type().size(), texts);
        image.put(value, 0);
        return image;
    }

    public static Image of(byte[] bytes) {
        Image image = new Image(bytes.length, (b, z) -> "");
        System.arraycopy(bytes, 0, image.bytes, 0, bytes.length);
        return image;
    }

    public byte[] bytes() {
        return bytes;
    }

    public List<Address> addresses() {
        return addresses;
    }

    public boolean isZero() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return addresses.isEmpty();
    }

    /** Four bytes: a symbol's address plus a number, or, where {@code symbol} is empty, a number. */
    public record Word(String symbol, int number) {
    }

    /** The four bytes at an offset; bytes past the end are zero. */
    public Word word(int offset) {
        int number = 0;
        for (int i = 0; i < 4 && offset + i < bytes.length; i++) {
            number |= (bytes[offset + i] & 0xFF) << 8 * i;
        }
        for (Address address : addresses) {
            if (address.offset == offset) {
                return new Word(address.symbol, address.addend);
            }
        }
        return new Word("", number);
    }

    /** No address in it begins elsewhere than at a multiple of four. */
    public boolean hasWholeWords() {
        return addresses.stream().allMatch(a -> a.offset % 4 == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image && Arrays.equals(bytes, image.bytes) && addresses.equals(image.addresses);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + addresses.hashCode();
    }

    private void put(Value value, int at) {
        switch (value) {
            case Value.Scalar(long number, Type type) -> {
                for (int i = 0; i < type.size(); i++) {
                    bytes[at + i] = (byte) (number >>> 8 * i);
                }
            }
            case Value.Address(var symbol, int addend, Type type) -> addresses.add(new Address(at, symbol.linkName(), addend));
            case Value.Text(byte[] text, boolean zeroEnded, Type type) -> addresses.add(new Address(at, texts.name(text, zeroEnded), 0));
            case Value.Slice(Value pointer, int length, Type type) -> {
                put(pointer, at);
                put(new Value.Scalar(length, Type.U32), at + 4);
            }
            case Value.Aggregate(List<Value> parts, Type type) -> {
                if (Shape.strip(type) instanceof Type.Array(int length, Type element)) {
                    for (int i = 0; i < parts.size(); i++) {
                        put(parts.get(i), at + i * element.size());
                    }
                } else {
                    putFields(((StructType) Shape.strip(type)).fields(), parts, at);
                }
            }
            case Value.Union(UnionType.Variant variant, List<Value> parts, Type type) -> {
                put(new Value.Scalar(variant.tag(), ((UnionType) Shape.strip(type)).tag()), at);
                putFields(variant.fields(), parts, at);
            }
            case Value.Zero zero -> {
            }
        }
    }

    private void putFields(List<StructType.Field> fields, List<Value> parts, int at) {
        for (int i = 0; i < parts.size(); i++) {
            put(parts.get(i), at + fields.get(i).offset());
        }
    }
}

package exo86.elf.dwarf;

import java.util.List;

/// A type as a debugger shows it. Other types are indices in the unit's list; [#VOID] stands for no type.
public sealed interface DebugType {
    int VOID = -1;

    /// How a base type's bits are read; numbers as in DWARF 4, figure 21 (DW_ATE_…).
    enum Encoding {
        ADDRESS(1), BOOLEAN(2), FLOAT(4), SIGNED(5), SIGNED_CHARACTER(6), UNSIGNED(7), UNSIGNED_CHARACTER(8);

        final int number;

        Encoding(int number) {
            this.number = number;
        }
    }

    record Base(String name, int size, Encoding encoding) implements DebugType { }

    record Pointer(int target) implements DebugType { }

    record Structure(String name, int size, List<Member> members) implements DebugType {
        public Structure {
            members = List.copyOf(members);
        }
    }

    record Union(String name, int size, List<Member> members) implements DebugType {
        public Union {
            members = List.copyOf(members);
        }
    }

    /// A tag that says which of the variants is there; each overlays the others. DWARF's structure with a variant part, of which
    /// gdb shows the tag and the variant that it names.
    record Tagged(String name, int size, Member tag, List<Variant> variants) implements DebugType {
        public Tagged {
            variants = List.copyOf(variants);
        }
    }

    record Variant(int tag, Member member) { }

    /// `count` is −1 where the source does not say.
    record Array(int element, int count) implements DebugType { }

    record Enumeration(String name, int size, List<Enumerator> enumerators) implements DebugType {
        public Enumeration {
            enumerators = List.copyOf(enumerators);
        }
    }

    record Typedef(String name, int target) implements DebugType { }

    /// The target with a C qualifier, `const` or `volatile`.
    record Qualified(String qualifier, int target) implements DebugType { }

    /// A function's type.
    record Function(int result, List<Integer> parameters) implements DebugType {
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    /// `offset` in bytes. A member of `bitSize` > 0 bits begins at `bitOffset`, counted from bit 0 of the structure's first
    /// byte, and its `offset` is 0: that is how a `bits` type names parts of a word.
    record Member(String name, int type, int offset, int bitOffset, int bitSize) {
        public static Member at(String name, int type, int offset) {
            return new Member(name, type, offset, 0, 0);
        }

        public static Member bits(String name, int type, int bitOffset, int bitSize) {
            return new Member(name, type, 0, bitOffset, bitSize);
        }
    }

    record Enumerator(String name, int value) { }
}

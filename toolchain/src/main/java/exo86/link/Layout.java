package exo86.link;

import java.util.ArrayList;
import java.util.List;

/// Where a program goes: regions in order, each taking the sections whose names match one of its patterns first.
///
/// Inside a region come code, read-only data, data and zeroed data (`.text .rodata .data .bss`), each kind from a new page
/// (zeroed data follows data directly), so that each can have its own protection. A pattern is a section name, or the
/// start of one followed by `*`.
public record Layout(List<Region> regions) {
    static final int PAGE = 4096;

    /// A range of addresses that begins at `virtualAddress` and is loaded at `physicalAddress` (the same, or another for
    /// a kernel that lives high). The name appears in boundary symbols: `__text_start` for the region without a name,
    /// `__lib_text_start` for region `lib`.
    public record Region(String name, int virtualAddress, int physicalAddress, List<String> patterns) {

        public Region {
            patterns = List.copyOf(patterns);
        }

        boolean takes(String section) {
            return patterns.stream().anyMatch(pattern -> matches(pattern, section));
        }
    }

    public Layout {
        regions = List.copyOf(regions);
    }

    /// Everything from one address on.
    public static Layout at(int address) {
        return at(address, address);
    }

    /// Everything from one virtual address on, loaded at a physical one.
    public static Layout at(int virtualAddress, int physicalAddress) {
        return new Layout(List.of(new Region("", virtualAddress, physicalAddress, List.of("*"))));
    }

    /// A further region that is asked before the others.
    public Layout with(Region first) {
        List<Region> all = new ArrayList<>(List.of(first));
        all.addAll(regions);
        return new Layout(all);
    }

    static boolean matches(String pattern, String name) {
        return pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern);
    }

    /// Reads `[name=]virtual[@physical][:pattern,…]`, such as `lib=0x10000000:.lib.*` or `0xC0100000@0x100000`.
    /// @throws IllegalArgumentException with what was expected
    public static Region parse(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals + 1);
        String address = text.substring(equals + 1, colon < 0 ? text.length() : colon);
        int at = address.indexOf('@');
        try {
            long start = number(at < 0 ? address : address.substring(0, at));
            long physical = at < 0 ? start : number(address.substring(at + 1));
            List<String> patterns = colon < 0 ? List.of("*") : List.of(text.substring(colon + 1).split(","));
            return new Region(equals < 0 ? "" : text.substring(0, equals), (int) start, (int) physical, patterns);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("segment '" + text
                + "': expected [name=]address[@physical][:pattern,...], such as lib=0x10000000:.lib.*", e);
        }
    }

    private static long number(String text) {
        long value = Long.decode(text);
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw new NumberFormatException(text);
        }
        return value;
    }
}

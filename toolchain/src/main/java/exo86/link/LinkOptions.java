package exo86.link;

import java.util.List;
import java.util.Set;

/// What to link besides the objects: the program's name, the symbol it starts at, and what must stay although nobody
/// refers to it. `keep` holds symbol names, or beginnings followed by `*`; sections with the KEEP flag and `.multiboot`
/// stay anyway. With `physicalEntry` the file's entry address is the physical one, for a boot loader that
/// jumps there without translating it (QEMU, GRUB and ours do translate).
public record LinkOptions(String output, String entry, List<String> keep, boolean removeUnused, boolean physicalEntry,
                          boolean debugInformation) {

    public LinkOptions {
        keep = List.copyOf(keep);
    }

    public static LinkOptions of(String output, String entry) {
        return new LinkOptions(output, entry, List.of(), true, false, true);
    }

    public LinkOptions keeping(List<String> patterns) {
        return new LinkOptions(output, entry, patterns, removeUnused, physicalEntry, debugInformation);
    }

    public LinkOptions withPhysicalEntry() {
        return new LinkOptions(output, entry, keep, removeUnused, true, debugInformation);
    }

    public LinkOptions keepingAll() {
        return new LinkOptions(output, entry, keep, false, physicalEntry, debugInformation);
    }

    boolean keeps(String symbol) {
        return keep.stream().anyMatch(pattern -> Layout.matches(pattern, symbol));
    }

    /// Sections that stay whatever refers to them.
    static final Set<String> ROOT_SECTIONS = Set.of(".multiboot");
}

package exo86.ash.driver;

import exo86.link.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where programs go: the kernel at 1 MiB of physical memory, which it sees at 3 GiB and 1 MiB; a program from 4 MiB on, with the
 * library linked into it at its own address.
 */
public final class Layouts {
    private static final String KERNEL = "0xC0100000@0x00100000";
    private static final List<String> PROGRAM = List.of("lib=0x10000000:.lib.*", "0x00400000");

    private Layouts() {
    }

    /** A layout, and whether the file's entry is a physical address. */
    public record Chosen(Layout layout, boolean physicalEntry) {
    }

    public static Chosen kernel() {
        return new Chosen(new Layout(List.of(Layout.parse(KERNEL))), true);
    }

    /** From 1 MiB on, addresses physical: a kernel without paging. */
    public static Chosen flat() {
        return new Chosen(Layout.at(0x0010_0000), false);
    }

    public static Chosen program() {
        return new Chosen(new Layout(PROGRAM.stream().map(Layout::parse).toList()), false);
    }

    /** By name, or from a file with a region a line; empty lines and {@code #} are skipped. */
    static Optional<Chosen> choose(String name) {
        return switch (name) {
            case "kernel" -> Optional.of(kernel());
            case "flat" -> Optional.of(flat());
            case "program" -> Optional.of(program());
            default -> read(Path.of(name));
        };
    }

    private static Optional<Chosen> read(Path file) {
        try {
            List<Layout.Region> regions = Files.readAllLines(file).stream().map(String::strip)
                    .filter(l -> !l.isEmpty() && !l.startsWith("#")).map(Layout::parse).toList();
            boolean high = regions.stream().anyMatch(r -> r.virtualAddress() != r.physicalAddress());
            return regions.isEmpty() ? Optional.empty() : Optional.of(new Chosen(new Layout(regions), high));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

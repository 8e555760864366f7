package exo86.debug;

import exo86.elf.Symbol;
import exo86.elf.dwarf.SourceIndex;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Names of addresses in all program files at once. Which of several programs at the same addresses is meant is decided by what is in memory:
 * the file whose code is there. {@code file!name} says it outright.
 */
final class Symbols {
    private final Machine machine;
    private final List<SymbolFile> files = new ArrayList<>();
    private List<SymbolFile> present = List.of();
    private long presentTime = -1;
    private int presentDirectory;

    /** A name with its file. */
    record Named(SymbolFile file, Symbol symbol) {
        String qualified() {
            return file.name() + "!" + symbol.name();
        }
    }

    Symbols(Machine machine) {
        this.machine = machine;
    }

    void add(SymbolFile file) {
        files.removeIf(old -> old.name().equals(file.name()));
        files.add(file);
        presentTime = -1;
    }

    List<SymbolFile> files() {
        return List.copyOf(files);
    }

    /** The files whose code is in the current address space, the likeliest first. */
    private List<SymbolFile> present() {
        if (presentTime != machine.time() || presentDirectory != machine.cpu.cr3) {
            present = present(GuestMemory.current(machine));
            presentTime = machine.time();
            presentDirectory = machine.cpu.cr3;
        }
        return present;
    }

    List<SymbolFile> present(GuestMemory memory) {
        record Ranked(SymbolFile file, int likeness) { }
        return files.stream().map(file -> new Ranked(file, file.likeness(memory, 0))).filter(ranked -> ranked.likeness > 0)
                .sorted(Comparator.comparingInt(Ranked::likeness).reversed()).map(Ranked::file).toList();
    }

    boolean isPresent(SymbolFile file) {
        return present().contains(file);
    }

    /** The file that {@code address} belongs to now. */
    Optional<SymbolFile> fileAt(int address) {
        Optional<SymbolFile> found = present().stream().filter(file -> file.covers(address)).findFirst();
        if (found.isPresent()) {
            return found;
        }
        List<SymbolFile> covering = files.stream().filter(file -> file.covers(address)).toList();
        boolean absent = GuestMemory.current(machine).read8(address).isEmpty();
        return covering.size() == 1 && absent ? Optional.of(covering.getFirst()) : Optional.empty();
    }

    /** The address to look up for a linear one: a kernel that is linked high runs low until it turns paging on. */
    private int lookup(int linear) {
        if (GuestMemory.current(machine).paging() || fileAt(linear).isPresent()) {
            return linear;
        }
        return files.stream().flatMapToInt(file -> file.virtualOf(linear).stream()).findFirst().orElse(linear);
    }

    private Optional<SymbolFile> owner(int address, int linear) {
        return address == linear ? fileAt(linear) : files.stream().filter(file -> file.covers(address)).findFirst();
    }

    /** {@code name+0x12}, or empty. */
    String placeOf(int linear) {
        int address = lookup(linear);
        return owner(address, linear).map(file -> file.placeOf(address)).orElse("");
    }

    /** The place of a return address: its call may be the last instruction of a function. */
    String placeBehind(int linear) {
        String place = placeOf(linear);
        String before = placeOf(linear - 1);
        int plus = before.lastIndexOf("+0x");
        boolean elsewhere = plus >= 0 && !place.startsWith(before.substring(0, plus) + "+");
        return elsewhere ? before.substring(0, plus) + "+0x%x".formatted(Integer.parseInt(before.substring(plus + 3), 16) + 1) : place;
    }

    Optional<SourceIndex.Line> lineAt(int linear) {
        int address = lookup(linear);
        return owner(address, linear).flatMap(file -> file.sources().lineAt(address))
                .map(line -> new SourceIndex.Line(line.file(), line.line(), line.column(), line.address() - address + linear));
    }

    /** The functions that the code there belongs to, the innermost first: one, or more where functions were inlined. */
    List<SourceIndex.Frame> framesAt(int linear) {
        int address = lookup(linear);
        return owner(address, linear).map(file -> file.sources().framesAt(address)).orElse(List.of());
    }

    /** The address for which debug information is to be asked: where the code of a linear one was linked to be. */
    int linked(int linear) {
        return lookup(linear);
    }

    /** {@code file:120}, {@code file:120 in NAME, inlined}, or empty. */
    String lineOf(int linear) {
        String inlined = framesAt(linear).stream().findFirst().filter(frame -> frame.call().isPresent()).map(frame -> " in " + frame.name() + ", inlined").orElse("");
        return lineAt(linear).map(line -> line.file() + ":" + line.line() + inlined).orElse("");
    }

    Optional<SourceIndex.Function> functionAt(int linear) {
        int address = lookup(linear);
        return owner(address, linear).flatMap(file -> file.sources().functionAt(address));
    }

    Optional<exo86.elf.dwarf.FrameEntry.Row> frameRowAt(int linear) {
        int address = lookup(linear);
        return owner(address, linear).flatMap(file -> file.sources().frameRowAt(address));
    }

    /** {@code name} or {@code file!name}; of several files with that name, one that is in memory now. */
    Optional<Named> find(String text) {
        int bang = text.indexOf('!');
        String fileName = bang < 0 ? "" : text.substring(0, bang);
        String name = text.substring(bang + 1);
        List<Named> all = new ArrayList<>();
        for (SymbolFile file : files) {
            if (bang < 0 || file.name().equals(fileName)) {
                file.symbol(name).ifPresent(symbol -> all.add(new Named(file, symbol)));
            }
        }
        if (all.size() < 2) {
            return all.stream().findFirst();
        }
        List<SymbolFile> now = present();
        return all.stream().min(Comparator.comparingInt(named -> {
            int rank = now.indexOf(named.file);
            return rank < 0 ? Integer.MAX_VALUE : rank;
        }));
    }

    /** Where the copies of a function are that was inlined everywhere, {@code name} or {@code file!name}; of several programs one that is in memory now. */
    Optional<Places.Found> copies(String text) {
        int bang = text.indexOf('!');
        String name = text.substring(bang + 1);
        List<SymbolFile> now = present();
        return files.stream().filter(file -> (bang < 0 || file.name().equals(text.substring(0, bang))) && file.sources().copies().containsKey(name))
                .min(Comparator.comparingInt(file -> now.contains(file) ? now.indexOf(file) : Integer.MAX_VALUE))
                .map(file -> new Places.Found(file.sources().copies().get(name), Optional.of(file), Optional.of(name), false));
    }

    /** All names of {@link #names}, and those of functions that were inlined everywhere, for which all debug information has to be read. */
    Collection<String> allNames() {
        return withInlined(files);
    }

    /** All names of {@link #names}, and of the programs that are in memory those of functions that were inlined everywhere. */
    Collection<String> namesHere() {
        return withInlined(present());
    }

    private Collection<String> withInlined(List<SymbolFile> of) {
        TreeSet<String> names = new TreeSet<>(names());
        of.forEach(file -> names.addAll(file.sources().copies().keySet()));
        return names;
    }

    /** Of all programs the names in their symbol tables. */
    Collection<String> names() {
        TreeSet<String> names = new TreeSet<>();
        files.forEach(file -> names.addAll(file.symbols().keySet()));
        return names;
    }
}

package exo86.debug;

import exo86.elf.dwarf.CompileUnit;
import exo86.elf.dwarf.Location;
import exo86.elf.dwarf.Variable;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The kernel's environments, read out of its memory with nothing but its debug information. The book of environments is recognised as what it is, a
 * global array of structures with a {@code state} and a {@code parent}; saved registers are an array of as many structures that hold an {@code eip}
 * and a page {@code directory}; who runs is a member {@code running}. Where they lie, how large they are and what else they
 * hold only the kernel says.
 */
final class KernelBooks {
    private static final List<String> SHOWN = List.of("number", "state", "stop", "parent", "ticks", "faults", "upcalls", "calls", "slices", "tables");
    private static final String NUMBER = "number", STATE = "state", FREE = "free";

    private final Machine machine;
    private final Symbols symbols;
    private final RegisterFile registers;

    KernelBooks(Machine machine, Symbols symbols, RegisterFile registers) {
        this.machine = machine;
        this.symbols = symbols;
        this.registers = registers;
    }

    private List<TypedValue> globals(SymbolFile file) {
        List<TypedValue> found = new ArrayList<>();
        for (CompileUnit unit : file.sources().information().units()) {
            for (Variable variable : unit.variables()) {
                if (variable.location() instanceof Location.Static place) {
                    found.add(TypedValue.at(GuestMemory.current(machine), unit, variable.type(), place.address().value()));
                }
            }
        }
        return found;
    }

    private static boolean isBook(TypedValue value) {
        return value.elements() > 0 && value.element(0).map(e -> e.member(STATE).isPresent() && e.member("parent").isPresent()).orElse(false);
    }

    private static boolean isSaved(TypedValue value, int count) {
        return value.elements() == count && value.element(0).map(e -> savedEip(e).isPresent()).orElse(false);
    }

    private static Optional<TypedValue> savedEip(TypedValue environment) {
        return environment.members().stream().flatMap(m -> environment.member(m.name()).stream()).flatMap(part -> part.member("eip").stream()).findFirst();
    }

    private Answer.Table none(String why) {
        return new Answer.Table("envs", List.of(), List.of(), 0, why);
    }

    /** One row an environment that is not free; the running one is marked. */
    Answer.Table environments() {
        if (symbols.files().isEmpty()) {
            return none("no kernel is known: give its ELF file with 'symbol-file FILE'");
        }
        for (SymbolFile file : symbols.files()) {
            List<TypedValue> globals = globals(file);
            Optional<TypedValue> book = globals.stream().filter(KernelBooks::isBook).findFirst();
            if (book.isPresent()) {
                return book.get().readable() ? table(file, book.get(), globals)
                        : none("the environments of " + file.name() + " are not mapped yet: it has not started");
            }
        }
        return none("no environments: none of the programs " + String.join(", ", symbols.files().stream().map(SymbolFile::name).toList())
                + " has a global array of structures with 'state' and 'parent'");
    }

    private Answer.Table table(SymbolFile kernel, TypedValue book, List<TypedValue> globals) {
        TypedValue first = book.element(0).orElseThrow();
        List<String> members = SHOWN.stream().filter(name -> first.member(name).isPresent()).toList();
        Optional<TypedValue> saved = globals.stream().filter(g -> isSaved(g, book.elements())).findFirst();
        long running = running(globals);
        List<String> columns = new ArrayList<>(List.of("running"));
        columns.addAll(members);
        columns.addAll(List.of("eip", "program"));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < book.elements(); i++) {
            TypedValue entry = book.element(i).orElseThrow();
            String state = entry.member(STATE).map(TypedValue::text).orElse("");
            if (state.equals(FREE)) {
                continue;
            }
            int index = i;
            long number = entry.member(NUMBER).map(n -> n.number().orElse(index)).orElse((long) index);
            boolean isRunning = number == running && number != 0;
            List<Object> row = new ArrayList<>();
            row.add(isRunning ? "*" : "");
            members.forEach(name -> row.add(cell(entry.member(name).orElseThrow())));
            Optional<TypedValue> own = saved.flatMap(s -> s.element(index));
            row.add(eip(own, isRunning));
            row.add(program(kernel, own, isRunning));
            rows.add(row);
        }
        return new Answer.Table("envs", columns, rows, rows.size(), rows.isEmpty() ? "the kernel has no environment yet" : "");
    }

    private static Object cell(TypedValue value) {
        String text = value.text();
        OptionalLong number = value.number();
        boolean word = !text.isEmpty() && Character.isLetter(text.charAt(0));
        return word || number.isEmpty() ? text.equals("not_stopped") ? "" : text : (Object) number.getAsLong();
    }

    private static long running(List<TypedValue> globals) {
        for (TypedValue global : globals) {
            Optional<TypedValue> direct = global.member("running");
            Optional<TypedValue> inner = global.members().stream().flatMap(m -> global.member(m.name()).stream()).flatMap(m -> m.member("running").stream())
                    .findFirst();
            OptionalLong number = direct.or(() -> inner).map(TypedValue::number).orElse(OptionalLong.empty());
            if (number.isPresent()) {
                return number.getAsLong();
            }
        }
        return -1;
    }

    private Object eip(Optional<TypedValue> saved, boolean isRunning) {
        if (isRunning && machine.cpu.cpl == 3) {
            return new Address(machine.cpu.eip);
        }
        return saved.flatMap(KernelBooks::savedEip).map(TypedValue::number).filter(OptionalLong::isPresent)
                .map(n -> (Object) new Address((int) n.getAsLong())).orElse("");
    }

    /** The program whose code is in the environment's address space, if one of the known ones is. */
    private String program(SymbolFile kernel, Optional<TypedValue> saved, boolean isRunning) {
        OptionalLong directory = saved.flatMap(s -> s.member("directory")).map(TypedValue::number).orElse(OptionalLong.empty());
        if (directory.isEmpty() && !isRunning) {
            return "";
        }
        long value = directory.orElse(registers.read("cr3").orElse(0));
        int physical = (int) (value < 1 << 20 ? value << 12 : value);
        List<SymbolFile> here = symbols.present(GuestMemory.under(machine, physical));
        return here.stream().filter(file -> file != kernel).map(SymbolFile::name).findFirst().orElse("");
    }
}

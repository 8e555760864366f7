/// Debug information: what source line, function, variable and type an address belongs to, as DWARF 4.
///
/// The idea: one model, [exo86.elf.dwarf.DebugInformation], made by the Ashlar code generator (addresses still relative
/// to symbols of its object file), written by [exo86.elf.dwarf.DebugWriter] into the sections `.debug_info`,
/// `.debug_abbrev`, `.debug_ranges`, `.debug_loc`, `.debug_line` and `.debug_frame`, joined by the linker, and read back from
/// the linked program by [exo86.elf.dwarf.DebugReader] into the same model with absolute addresses. gcc's `-gdwarf-4` is read too.
///
/// A function that was inlined has an abstract instance in each unit with code of a copy, as if every unit declared it: a debugger
/// that looks for the function's name finds the units to read. Copies, and the function's own code in such a unit, refer to it.
///
/// Invariants: types name each other by index in their unit, so that a type may contain a pointer to itself; a register
/// number is DWARF's for i386 (EAX ECX EDX EBX ESP EBP ESI EDI EIP = 0 to 8); what a linker removed has address 0 and is
/// not in what the reader returns. The reader believes nothing: damaged sections end in an [exo86.elf.ElfException].
///
/// DWARF 4 and not 5, because 5 needs two more string sections and three more table formats to say the same.
package exo86.elf.dwarf;

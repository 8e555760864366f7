/// ELF32 for i386: the object file in memory, its reader and its writer.
///
/// The idea: everybody who makes or takes machine code (assembler, Ashlar code generator, linker, debugger) shares one
/// model of it, [exo86.elf.ObjectFile], and only [exo86.elf.ElfReader] and [exo86.elf.ElfWriter] know how that looks as bytes.
///
/// Invariants: the model is immutable; sections and symbols name each other by index into the file's lists, so that a file
/// can be copied, printed and compared; a relocation's addend stands in the record, and the bytes below it mean nothing in
/// memory (the file format, REL, keeps the addend there: the writer puts it in and the reader takes it out).
/// Bytes from outside are never trusted: the reader ends in an [exo86.elf.ElfException] with the file offset.
///
/// Entry classes: [exo86.elf.ObjectBuilder] to make a file, [exo86.elf.ElfReader] to read one.
package exo86.elf;

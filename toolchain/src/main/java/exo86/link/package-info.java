/// The linker: object files in, one program with fixed addresses out.
///
/// The idea: five steps, each a class, over one list of [exo86.link.InputSection]s. [exo86.link.Resolution] decides what
/// each name means, [exo86.link.Liveness] which sections anybody needs, [exo86.link.Placement] where they go,
/// [exo86.link.Relocator] fills in the addresses, and [exo86.link.LinkMap] tells a person what happened.
///
/// Invariants: the same inputs in the same order give the same bytes; all errors of a run are reported together, as
/// values; nothing is executed or read from outside.
///
/// Entry class: [exo86.link.Linker]; [exo86.link.Main] is its command line.
package exo86.link;

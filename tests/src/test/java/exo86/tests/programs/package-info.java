/**
 * Random programs in Ashlar, and what they find: every way in which a program can run must do the same.
 *
 * <p>{@link exo86.tests.programs.RandomProgram} makes up a well-typed module that ends ({@code Declarations} its types, {@code Statements} and
 * {@code Expressions} what it does), {@link exo86.tests.programs.Differential} compiles many such modules as one program and compares: the intermediate representation in its
 * interpreter before and after the passes, {@code -O0} and {@code -O} on our processor, and both as processes of the host. A compilation, a machine and a process
 * serve hundreds of programs, so that the compiler is what time goes into. {@link exo86.tests.programs.DebugInformation} compares what the debugger says of a program at
 * both levels. {@link exo86.tests.programs.Shrinker} makes smaller what differs.
 *
 * <p>Invariants: equal seeds make equal programs; a program that the compiler refuses is a mistake here; each ends by its form, loops having bounds that are
 * paid for from a budget. {@code tests/fuzz/ashlar.sh} is the long run, its folder {@code ashlar/} keeps what once differed;
 * {@code debug-information.sh} and {@code debug-information/} are the same for the debugger.
 */
package exo86.tests.programs;

/**
 * The processor: state, semantics, and the interpreter that is the reference engine.
 *
 * <p>The idea: {@link exo86.cpu.Cpu} holds all state as plain fields. {@code Interpreter} runs decoded blocks, whose instructions
 * {@code Operations} has prepared: hot forms in one dense switch, every other instruction through {@code Executor}, which sends it to the class
 * of its group ({@code IntegerInstructions}, {@code StringInstructions}, {@code SystemInstructions} and so on). {@code Interrupts},
 * {@code FarTransfers}, {@code Descriptors} and {@code Tasks} hold what protected mode does in many steps.
 *
 * <p>Invariants: an instruction that faults has changed nothing but what the architecture says it has (a string instruction keeps its finished
 * iterations); EIP points at the faulting instruction when a fault is delivered; time moves by one for each retired instruction, iteration
 * and delivery; nothing here reads a host clock or allocates on a hot path.
 *
 * <p>Start reading at {@link exo86.cpu.Cpu}, then {@code Interpreter}.
 */
package exo86.cpu;

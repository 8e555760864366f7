/**
 * The fast engine: hot guest code becomes JVM bytecode.
 *
 * <p>The idea: the interpreter counts executions; a block that is hot becomes a <em>region</em>, the control flow that starts there, as one Java
 * method. The method works on JVM locals and leaves by returning the next EIP and what is left of its budget. Whatever it cannot do
 * (a miss of the page maps, a fault, a device, an instruction without an emitter) is an exit before that instruction, with exact state, and the
 * interpreter executes it.
 *
 * <p>Invariants: a region, and a shared operation that it calls, raises no fault, walks no page table, touches no device; at every exit all registers
 * and the six flags are exact, and so is the count of instructions; a region lies in one page of physical memory, and every transfer to another page
 * checks the page map; code whose lines are written never runs again.
 *
 * <p>Start reading at {@link exo86.jit.Jit}.
 */
package exo86.jit;

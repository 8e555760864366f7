package exo86.ash.opt;

import exo86.ash.ir.Function;

/** Something that improves one function. */
@FunctionalInterface
interface Pass {
    /** Whether it changed anything. */
    boolean run(Function function);
}

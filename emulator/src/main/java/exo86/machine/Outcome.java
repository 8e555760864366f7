package exo86.machine;

import exo86.cpu.FaultRecord;
import java.util.List;

/** Why {@link Machine#run} came back. */
public sealed interface Outcome {
    /** Virtual time has reached the limit of the run. */
    record TimeReached() implements Outcome { }

    /** The next instruction is at a breakpoint. */
    record Breakpoint() implements Outcome { }

    /** One instruction or delivery was done. */
    record Stepped() implements Outcome { }

    /** Somebody outside asked for a stop. */
    record Requested() implements Outcome { }

    /** The guest wrote its status to the exit port. */
    record Exited(int status) implements Outcome { }

    /** The guest turned the power off. */
    record PoweredOff() implements Outcome { }

    /** The guest asked for a reset, through the part named here. */
    record Reset(String by) implements Outcome { }

    /** A triple fault, with the faults that led to it in their order. */
    record TripleFault(List<FaultRecord> causes) implements Outcome { }

    /** The guest halted and nothing can ever wake it. */
    record Dead() implements Outcome { }

    /** Whether the guest itself has come to an end: running on makes no sense without a reset. */
    default boolean ended() {
        return switch (this) {
            case TimeReached t -> false;
            case Breakpoint b -> false;
            case Stepped s -> false;
            case Requested r -> false;
            case Exited e -> true;
            case PoweredOff p -> true;
            case Reset r -> true;
            case TripleFault f -> true;
            case Dead d -> true;
        };
    }
}

package exo86.hosted;

/** How a hosted program's run ended. Addresses are those of the instruction that ended it. */
public sealed interface End {
    /** It called {@code exit}. */
    record Exited(int code) implements End {
    }

    /** The function that {@link HostedProgram#call} entered returned. */
    record Returned() implements End {
    }

    /** {@code ud2}, which is what the compiler's checks execute when they fail. */
    record FailedCheck(int at) implements End {
    }

    /** An exception or interrupt that the host does not know, by its vector. */
    record Faulted(int vector, int at) implements End {
    }

    /** HLT, or faults on end. */
    record Stopped(String why) implements End {
    }

    /** The budget of instructions is used up. */
    record Endless() implements End {
    }
}

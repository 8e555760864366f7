package exo86.link;

import exo86.elf.Executable;
import java.util.List;
import java.util.stream.Collectors;

/// How a link ended.
public sealed interface LinkResult {

    record Linked(Executable program, LinkMap map) implements LinkResult { }

    record Failed(List<LinkError> errors) implements LinkResult {
        public String message() {
            return errors.stream().map(LinkError::message).collect(Collectors.joining("\n"));
        }
    }

    /// The program, for callers whose inputs are their own.
    /// @throws IllegalStateException with every message, if the link failed
    default Linked orThrow() {
        return switch (this) {
            case Linked linked -> linked;
            case Failed failed -> throw new IllegalStateException(failed.message());
        };
    }
}

package exo86.jit;

import exo86.isa.Instruction;
import exo86.isa.Printer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A region for people: each guest instruction with what the analyses found out about it, the bytecode that was made from it, and the ways out.
 *
 * <p>It is made anew from the guest's code, as the engine would make it now.
 */
final class Listing {
    private static final String[] REGISTERS = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "window", "flags"};

    private final ControlFlow flow;
    private final Collection<BasicBlock> blocks;
    private final Emission emission;
    private final StringBuilder text = new StringBuilder();

    Listing(ControlFlow flow, Collection<BasicBlock> blocks, Emission emission) {
        this.flow = flow;
        this.blocks = blocks;
        this.emission = emission;
    }

    /** The text; {@code classFile} was made by {@code emission} with numbered steps. */
    String text(byte[] classFile) {
        Map<Integer, List<String>> bytecode = Bytecode.byLine(classFile);
        line("region at %08x: %d instructions, %d bytes of bytecode", flow.entry.eip, flow.instructions(), emission.size());
        lines("entered", bytecode.getOrDefault(0, List.of()));
        int number = 0;
        for (BasicBlock block : blocks) {
            line("%nblock %08x: costs %d%s%s; dirty %s; needs %s", block.eip, block.cost, block.head ? ", loop head" : "", block.returnPoint ? ", calls return here" : "",
                    names(block.dirty), names(block.needs));
            for (Step step : block.steps) {
                step(step);
                bytecode.getOrDefault(++number, List.of()).forEach(each -> line("            %s", each));
            }
        }
        exits();
        lines("leaving", bytecode.getOrDefault(Emission.OUTSIDE, List.of()));
        return text.toString();
    }

    private void step(Step step) {
        List<String> facts = new ArrayList<>();
        facts.add("reads " + names(step.reads));
        facts.add("writes " + names(step.writes));
        if (step.flags != Step.FlagUse.NONE) {
            facts.add("flags " + step.flags.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            facts.add(switch (step.live) {
                case 0 -> "nobody looks at them";
                case Step.EXACT -> "all six are looked at";
                case Step.FUSED -> "a condition takes the operands";
                default -> "a condition takes the operands, and all six are looked at";
            });
        }
        if (step.mayExit) {
            facts.add("may leave before it");
        }
        line("  %08x  %-40s ; %s", step.eip, Printer.print(step.instruction, step.eip), String.join(", ", facts));
    }

    private static String names(int mask) {
        StringBuilder names = new StringBuilder();
        for (int k = 0; k < REGISTERS.length; k++) {
            if ((mask >> k & 1) != 0) {
                names.append(names.isEmpty() ? "" : " ").append(REGISTERS[k]);
            }
        }
        return names.isEmpty() ? "-" : names.toString();
    }

    private void exits() {
        line("%nways out:");
        for (int target : emission.links()) {
            line("  to %08x: %s", target, reason(target));
        }
        for (BasicBlock block : blocks) {
            Step last = block.last();
            switch (last.instruction.op) {
                case RET -> line("  at %08x: return, to where the stack says", last.eip);
                case JMP, CALL -> {
                    if (last.instruction.kind0 != exo86.isa.OperandKind.RELATIVE) {
                        line("  at %08x: computed, %d targets guessed", last.eip, block.table.length);
                    }
                }
                default -> { }
            }
            if (block.head) {
                line("  at %08x: the budget does not last for %d instructions", block.eip, block.cost);
            }
            block.steps.stream().filter(step -> step.mayExit)
                    .forEach(step -> line("  at %08x: an access that the page map does not know, or that goes over a page's end", step.eip));
        }
    }

    private String reason(int target) {
        if (!flow.inside(target)) {
            return "another page";
        }
        for (Map.Entry<Integer, Instruction> refused : flow.handedBack.entrySet()) {
            if (refused.getKey() == target) {
                return "handed back to the interpreter: " + Printer.print(refused.getValue(), target);
            }
        }
        return blocks.stream().anyMatch(block -> block.eip == target) ? "a call inside the region"
            : blocks.stream().anyMatch(block -> block.calls && block.last().instruction.target(block.last().eip) == target) ? "called"
            : !flow.enclosing.isEmpty() ? "around the loop: a region of its own"
            : "the region is full, or an instruction goes over the page's end";
    }

    private void lines(String head, List<String> lines) {
        if (!lines.isEmpty()) {
            line("%n%s:", head);
            lines.forEach(each -> line("            %s", each));
        }
    }

    private void line(String format, Object... arguments) {
        text.append(format.formatted(arguments)).append('\n');
    }
}

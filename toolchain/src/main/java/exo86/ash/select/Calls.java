package exo86.ash.select;

import exo86.ash.ir.Instruction;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import exo86.ash.machine.Operand.Memory;
import exo86.ash.machine.Operand.Register;
import exo86.ash.machine.Operand.Routine;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls. Stack arguments are stored at the lowest addresses of the frame, which has room for those of every call, so ESP stands still and nothing
 * is to be removed afterwards.
 */
final class Calls {
    private static final int CALLER_SAVED = Selection.bits(Registers.EAX, Registers.ECX, Registers.EDX);
    private static final List<Register> ARGUMENTS = List.of(Selection.EAX, Selection.EDX, Selection.ECX);

    private final Selection s;

    Calls(Selection s) {
        this.s = s;
    }

    void call(Instruction.Call i) {
        invoke(i.call(), i.results().stream().filter(s::needed).toList(), i.results());
    }

    void invoke(Invocation call, List<Value> wanted, List<Value> results) {
        List<Operand> arguments = call.arguments();
        int inRegisters = Math.min(call.registers(), arguments.size());
        List<exo86.ash.machine.Operand> values = new ArrayList<>();
        for (int a = 0; a < inRegisters; a++) {
            Operand argument = arguments.get(a);
            values.add(argument instanceof exo86.ash.ir.SlotAddress ? s.addresses.of(argument, 0) : s.operand(argument));
        }
        exo86.ash.machine.Operand target = call.callee().<exo86.ash.machine.Operand>map(Routine::new).orElseGet(() -> s.registerOrMemory(call.target()));
        s.procedure.outgoing().reserve(4 * (arguments.size() - inRegisters));
        for (int a = inRegisters; a < arguments.size(); a++) {
            s.store(Memory.at(s.procedure.outgoing(), 4 * (a - inRegisters)), s.value(arguments.get(a)));
        }
        int reads = 0;
        for (int a = 0; a < inRegisters; a++) {
            Register register = ARGUMENTS.get(a);
            reads |= Selection.bits(register.number());
            boolean address = arguments.get(a) instanceof exo86.ash.ir.SlotAddress;
            s.emit(address ? Op.LEA : Op.MOV, register, values.get(a));
        }
        s.emitFixed(Op.CALL, reads, CALLER_SAVED | call.clobbers(), target);
        if (call.popped() > 0) {
            Register esp = Selection.fixed(Registers.ESP);
            s.emit(Op.LEA, esp, Memory.at(Registers.ESP, -call.popped()));
        }
        for (Value result : wanted) {
            s.copy(s.definition(result), results.indexOf(result) == 0 ? Selection.EAX : Selection.EDX);
        }
    }
}

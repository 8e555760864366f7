/// Environments made by the trial: each has page tables of its own that show the trial's own pages, so code and variables are shared, and
/// a stack apart. What a child may do by itself, only its slot 0 says.
///
/// Trust: children are as hostile as the rest.
system module trial.child

use abi.call
use abi.capability
use abi.layout
use trial.calls

extern "c" var __text_start: u8
extern "c" var __image_end: u8

const STACK_BYTES: u32 = 4096
/// Slots in which the trial keeps the capabilities on its children.
pub const FIRST_SLOT: u32 = 8
pub const MOST: u32 = 4

var stacks: [4][4096]u8 @align(4096) = [[0; 4096]; 4]
var exception_stacks: [4][4096]u8 @align(4096) = [[0; 4096]; 4]
var changes: [32]call.PteChange = [call.PteChange{}; 32]

pub fn slot(index: u32) u32 { return FIRST_SLOT + index }

pub fn stack_top(index: u32) u32 { return &stacks[index] as u32 + STACK_BYTES }

pub fn exception_stack(index: u32) u32 { return &exception_stacks[index] as u32 }

/// Makes a child that does not run yet; returns its number.
pub fn make(index: u32) u32 {
    let number = calls.must(call.Call.env_create, capability.FACTORY, slot(index), 0, 0, 0, 0)
    var count: u32 = 0
    var va = &__text_start as u32 & 0xFFFFF000
    while va < &__image_end as u32 {
        changes[count] = call.PteChange{ va: va, pte: calls.entry(va) & 0xFFFFF003 }
        count += 1
        va += layout.PAGE
        if count == call.BATCH or va >= &__image_end as u32 {
            _ = calls.must(call.Call.pte_set_batch, slot(index), number, capability.SELF, &changes as u32, count, 0)
            count = 0
        }
    }
    return number
}

/// Lets a child begin at a function, without a slice. The words come in its registers EDX and ECX.
pub fn start(index: u32, number: u32, at: u32, edx: u32, ecx: u32) {
    let r = call.Registers{ esp: stack_top(index), eip: at, edx: edx, ecx: ecx }
    _ = calls.must(call.Call.frame_write, slot(index), number, &r as u32, 0, 0, 0)
}

/// Lets a child begin with an errand.
pub fn start_errand(index: u32, number: u32, errand: *mut Errand) { start(index, number, perform as u32, errand as u32, 0) }

pub fn give_slice(place: u32, number: u32) { _ = calls.must(call.Call.slice_set, capability.TIME_SLICES, place, number, 0, 0, 0) }

/// Entries for a child: its faults and exceptions at `handler`, transfers at `transfer`, on its own stacks.
pub fn declare(index: u32, number: u32, handler: u32, slice_end: u32, transfer: u32) {
    let low = exception_stack(index)
    let where = call.Entries{
        fault: handler, exception: handler, slice_end: slice_end, transfer: transfer
        exception_stack_low: low, exception_stack_high: low + 4096, transfer_stack: stack_top(index)
    }
    _ = calls.must(call.Call.entries, slot(index), number, &where as u32, 0, 0, 0)
}

/// Ends a child and takes back the capability on it.
pub fn end(index: u32, number: u32) {
    _ = calls.must(call.Call.env_free, slot(index), number, 0, 0, 0, 0)
    _ = calls.must(call.Call.cap_drop, slot(index), 0, 0, 0, 0, 0)
}

/// Gives the child the rest of the slice until it has stopped or so many turns have passed; returns its state.
pub fn watch(number: u32, turns: u32) layout.State {
    for i in 0..turns {
        let state = calls.shown(number).*.state
        if state != layout.State.runnable { return state }
        _ = calls.three(call.Call.yield, number, 0, 0)
    }
    return calls.shown(number).*.state
}

/// What children run.

/// Adds 1 for ever to the word that EDX points at.
pub asm fn count_up() never {
.again:
    add dword [edx], 1
    jmp .again
}

/// Goes to EDX.
pub asm fn jump() never {
    jmp edx
}

/// Stops itself by an invalid opcode after storing ECX to EDX.
pub asm fn store() never {
    mov [edx], ecx
    ud2
}

/// Stops itself after loading from EDX into EAX.
pub asm fn load() never {
    mov eax, [edx]
    ud2
}

/// A call for a child to make; `done` becomes 1 when it has succeeded and 2 when it has failed.
pub struct Errand @size(40) { number: u32, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32, result: u32, detail: u32, done: u32 }

/// Makes the call of the errand at EDX, writes down what came of it, and stops.
pub asm fn perform() never {
    push edx
    mov eax, edx
    mov edx, [eax + 4]
    mov ecx, [eax + 8]
    mov ebx, [eax + 12]
    mov esi, [eax + 16]
    mov edi, [eax + 20]
    mov ebp, [eax + 24]
    mov eax, [eax]
    int 0x40
    pop ecx
    mov [ecx + 28], eax
    mov [ecx + 32], edx
    setc al
    movzx eax, al
    inc eax
    mov [ecx + 36], eax
    ud2
}

/// Answers transfers: the sum and the difference of the first two words, the number of the caller kept at `last_caller`.
pub var last_caller: u32 = 0
pub var last_generation: u32 = 0

pub asm fn serve() never {
    mov [{last_caller}], eax
    mov [{last_generation}], edx
    mov edx, eax
    mov ecx, ebx
    add ecx, esi
    sub ebx, esi
    mov eax, 15
    int 0x40
    ud2
}

/// Begins to wait for transfers.
pub asm fn begin_serving() never {
    xor edx, edx
    mov eax, 15
    int 0x40
    ud2
}

/// Does not answer: works for ever.
pub asm fn serve_never() never {
.again:
    jmp .again
}

/// A slice-end handler that counts at `slice_ends` and goes on where it was.
pub var slice_ends: u32 = 0

pub asm fn count_slice_end() never {
    inc dword [{slice_ends}]
    mov edx, esp
    mov eax, 16
    int 0x40
    ud2
}

/// One that never returns.
pub asm fn keep_slice() never {
    inc dword [{slice_ends}]
.again:
    jmp .again
}

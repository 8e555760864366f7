/// toll: the first environment of a machine that has nothing else. Makes the two calls that do least, one allowed and one refused, again and again,
/// so that a test can count what entering and leaving the kernel costs; then turns the machine off.
system module toll

use abi.call
use abi.capability

const ROUNDS: u32 = 20
const NONE: u32 = 0
const TIME: u32 = call.Call.time as u32
const POWEROFF: u32 = call.Call.poweroff as u32

@entry
asm fn start() never {
    mov esi, {ROUNDS}
.round:
    mov eax, {TIME}
    int {call.VECTOR}
    mov eax, {NONE}
    int {call.VECTOR}
    dec esi
    jnz .round
    mov eax, {POWEROFF}
    mov edx, {capability.POWER}
    xor ecx, ecx
    int {call.VECTOR}
}

/// An interpreter of bytecode with a stack: a dense match in a loop, state in a struct.
module bytecode

use host

enum Op: u8 {
    halt, push, load, store, add, subtract, multiply, remainder, less, jump, jump_zero, duplicate, drop, swap, shift, xor
}

struct Machine { stack: [64]u32, variables: [16]u32 }

var machine: Machine = Machine{}

/// Looks for primes below variables[0] by trial division and mixes them into variables[4].
const PROGRAM: [73]u8 = [
    1, 2, 3, 1, 2, 1, 2, 0, 8, 10, 72, 1, 2, 3, 2, 2,
    2, 11, 6, 2, 1, 1, 1, 4, 8, 10, 43, 2, 1, 2, 2, 7,
    10, 63, 2, 2, 1, 1, 4, 3, 2, 9, 15, 2, 4, 2, 1, 1,
    1, 13, 12, 2, 1, 1, 1, 14, 1, 5, 5, 15, 4, 3, 4, 2,
    1, 1, 1, 4, 3, 1, 9, 4, 0,
]

fn Machine.run(self: *mut Machine, code: []u8) u32 {
    var pc: u32 = 0
    var sp: u32 = 0
    var steps: u32 = 0
    while true {
        let op = code[pc] as? Op
        pc += 1
        steps += 1
        match op {
            halt => return steps
            push => {
                self.stack[sp] = code[pc]
                pc += 1
                sp += 1
            }
            load => {
                self.stack[sp] = self.variables[code[pc]]
                pc += 1
                sp += 1
            }
            store => {
                sp -= 1
                self.variables[code[pc]] = self.stack[sp]
                pc += 1
            }
            add => {
                sp -= 1
                self.stack[sp - 1] += self.stack[sp]
            }
            subtract => {
                sp -= 1
                self.stack[sp - 1] -= self.stack[sp]
            }
            multiply => {
                sp -= 1
                self.stack[sp - 1] *= self.stack[sp]
            }
            remainder => {
                sp -= 1
                self.stack[sp - 1] %= self.stack[sp]
            }
            less => {
                sp -= 1
                self.stack[sp - 1] = if self.stack[sp - 1] < self.stack[sp] { 1 } else { 0 }
            }
            jump => pc = code[pc]
            jump_zero => {
                sp -= 1
                if self.stack[sp] == 0 {
                    pc = code[pc]
                } else {
                    pc += 1
                }
            }
            duplicate => {
                self.stack[sp] = self.stack[sp - 1]
                sp += 1
            }
            drop => sp -= 1
            swap => {
                let top = self.stack[sp - 1]
                self.stack[sp - 1] = self.stack[sp - 2]
                self.stack[sp - 2] = top
            }
            shift => {
                sp -= 1
                self.stack[sp - 1] <<= self.stack[sp]
            }
            xor => {
                sp -= 1
                self.stack[sp - 1] ^= self.stack[sp]
            }
        }
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        machine.variables[0] = 200 + round
        machine.variables[4] = 0
        sum = sum * 31 + machine.run(PROGRAM[..])
        sum = sum * 31 + machine.variables[4]
    }
    return sum
}

@entry fn start() never {
    host.finish(run(8))
}

/* An interpreter of bytecode with a stack: a dense switch in a loop, state in a struct. */

enum op {
    halt, push, load, store, add, subtract, multiply, remainder, less, jump, jump_zero, duplicate, drop, swap, shift, xor
};

const unsigned rounds = 8;

struct machine { unsigned stack[64], variables[16]; };

static struct machine machine;

/* Looks for primes below variables[0] by trial division and mixes them into variables[4]. */
static const unsigned char program[73] = {
    1, 2, 3, 1, 2, 1, 2, 0, 8, 10, 72, 1, 2, 3, 2, 2,
    2, 11, 6, 2, 1, 1, 1, 4, 8, 10, 43, 2, 1, 2, 2, 7,
    10, 63, 2, 2, 1, 1, 4, 3, 2, 9, 15, 2, 4, 2, 1, 1,
    1, 13, 12, 2, 1, 1, 1, 14, 1, 5, 5, 15, 4, 3, 4, 2,
    1, 1, 1, 4, 3, 1, 9, 4, 0,
};

static unsigned interpret(struct machine *self, const unsigned char *code)
{
    unsigned pc = 0;
    unsigned sp = 0;
    unsigned steps = 0;
    for (;;) {
        enum op op = code[pc];
        pc += 1;
        steps += 1;
        switch (op) {
        case halt:
            return steps;
        case push:
            self->stack[sp] = code[pc];
            pc += 1;
            sp += 1;
            break;
        case load:
            self->stack[sp] = self->variables[code[pc]];
            pc += 1;
            sp += 1;
            break;
        case store:
            sp -= 1;
            self->variables[code[pc]] = self->stack[sp];
            pc += 1;
            break;
        case add:
            sp -= 1;
            self->stack[sp - 1] += self->stack[sp];
            break;
        case subtract:
            sp -= 1;
            self->stack[sp - 1] -= self->stack[sp];
            break;
        case multiply:
            sp -= 1;
            self->stack[sp - 1] *= self->stack[sp];
            break;
        case remainder:
            sp -= 1;
            self->stack[sp - 1] %= self->stack[sp];
            break;
        case less:
            sp -= 1;
            self->stack[sp - 1] = self->stack[sp - 1] < self->stack[sp] ? 1 : 0;
            break;
        case jump:
            pc = code[pc];
            break;
        case jump_zero:
            sp -= 1;
            if (self->stack[sp] == 0)
                pc = code[pc];
            else
                pc += 1;
            break;
        case duplicate:
            self->stack[sp] = self->stack[sp - 1];
            sp += 1;
            break;
        case drop:
            sp -= 1;
            break;
        case swap: {
            unsigned top = self->stack[sp - 1];
            self->stack[sp - 1] = self->stack[sp - 2];
            self->stack[sp - 2] = top;
            break;
        }
        case shift:
            sp -= 1;
            self->stack[sp - 1] <<= self->stack[sp];
            break;
        case xor:
            sp -= 1;
            self->stack[sp - 1] ^= self->stack[sp];
            break;
        }
    }
}

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        machine.variables[0] = 200 + round;
        machine.variables[4] = 0;
        sum = sum * 31 + interpret(&machine, program);
        sum = sum * 31 + machine.variables[4];
    }
    return sum;
}

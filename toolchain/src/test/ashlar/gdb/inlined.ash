/// A program for the debugger whose functions are inlined, one into another; calls between keep its lines in order and its values alive.
system module inlined

struct Tally { count: u32, sum: u32 }

var tally: Tally = Tally{}

@noinline
fn mark(n: u32) {
    tally.count += 1
    tally.sum += n
}

fn inner(n: u32) u32 {
    mark(n)
    let double = n + n
    mark(double)
    return double + n
}

fn Tally.outer(self: *Tally, n: u32) u32 {
    mark(n + 1)
    let first = inner(n)
    mark(first)
    return first + self.count
}

@noinline
fn straight(n: u32) u32 {
    mark(0)
    let a = tally.outer(n)
    mark(a)
    let b = inner(a)
    mark(b)
    return a + b
}

asm fn exit(code: u32) never {
    mov ebx, eax
    mov eax, 1
    int 0x80
}

@entry fn start() never {
    let last = straight(5)
    exit(last)
}

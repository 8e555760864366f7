// What is inlined: small functions, larger ones that are called once, and of functions that are called twice those in loops, also where the loop is
// the caller's own caller's.
module inlining

struct Entry { value: u32, before: u32, after: u32 }
struct List { entries: [16]Entry, newest: u32, oldest: u32 }

var list: List = List{}

fn small(x: u32) u32 { return x * 3 + 1 }

fn List.unlink(self: *mut List, i: u32) {
    let e = self.entries[i]
    if e.before == 16 { self.newest = e.after } else { self.entries[e.before].after = e.after }
    if e.after == 16 { self.oldest = e.before } else { self.entries[e.after].before = e.before }
}

/// Called once, in a loop: both calls of unlink become its body.
fn turn(x: u32) u32 {
    if x > 7 { list.unlink(x - 8) } else { list.unlink(x) }
    return small(list.newest)
}

fn larger(x: u32) u32 {
    let e = list.entries[x & 15]
    if e.before == 16 { list.newest = e.after } else { list.entries[e.before].after = e.after }
    if e.after == 16 { list.oldest = e.before } else { list.entries[e.after].before = e.before }
    return x
}

/// Called twice, in no loop: stays a call.
fn twice(x: u32) u32 { return larger(x) + larger(x + 1) }

@entry fn start() never {
    var sum = twice(3)
    for i in 0..16 { sum += turn(i) }
    list.newest = sum
    while true { }
}

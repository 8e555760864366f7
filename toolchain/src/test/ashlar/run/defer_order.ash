//= body c b a .
//= x d1 x d2 d1 .
//= failed e d .
//= fine d .
module defer_order
use host

enum Error: u8 { bad }
fn say(s: []u8) { print(host.out(), "{} ", s) }
fn three() {
    defer say("a")
    defer say("b")
    defer say("c")
    say("body")
}
fn loops() {
    for i in 0..3 {
        defer say("d1")
        if i == 0 { say("x"); continue }
        defer say("d2")
        say("x")
        break
    }
}
fn risky(fails: bool) void!Error {
    defer say("d")
    errdefer say("e")
    if fails { fail Error.bad }
}

@entry fn start() never {
    three()
    print(host.out(), ".\n")
    loops()
    print(host.out(), ".\n")
    print(host.out(), "failed ")
    risky(true) catch { }
    print(host.out(), ".\nfine ")
    risky(false) catch host.exit(1)
    print(host.out(), ".\n")
    host.exit(0)
}

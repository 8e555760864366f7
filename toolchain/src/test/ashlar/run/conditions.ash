//= t f t f .
//= 3 1
module conditions
use host

var calls: u32 = 0
fn note(x: bool) bool { calls += 1; return x }
fn show(x: bool) { print(host.out(), "{} ", if x { "t" } else { "f" }) }

@entry fn start() never {
    show(true or note(false))
    show(false and note(true))
    show(note(true) and not note(false))
    show(not (note(true) or note(true)))
    print(host.out(), ".\n{} {}\n", calls, (1 < 2 and 3 > 2) as u32)
    host.exit(0)
}

//= none
//= fault 1000 2
//= exception 13
//= small 7 9
//= 16 4
module match_union
use host

union Event {
    none
    fault { va: u32, code: u32 }
    exception { vector: u8 }
    pair { a: u64, b: u16 }
}
union Small: u8 { a, b { x: u8 }, c { x: u8, y: u8 } }
fn show(e: *Event) {
    match e.* {
        none => print(host.out(), "none\n")
        fault{ va, code: c } => print(host.out(), "fault {} {}\n", va, c)
        exception{ vector } => print(host.out(), "exception {}\n", vector)
        pair{ a, b } => print(host.out(), "pair {} {}\n", a, b)
    }
}
fn make(x: u32) Event { return if x == 0 { Event.none } else { Event.fault{ va: x, code: 2 } } }
fn small(x: u8) Small { return Small.c{ x, y: 9 } }

@entry fn start() never {
    let a = make(0)
    show(&a)
    let b = make(1000)
    show(&b)
    let c = Event.exception{ vector: 13 }
    show(&c)
    match small(7) {
        a => host.exit(3)
        b{ x: _ } => host.exit(4)
        c{ x, y } => print(host.out(), "small {} {}\n", x, y)
    }
    print(host.out(), "{} {}\n", size_of(Event), align_of(Event))
    host.exit(0)
}

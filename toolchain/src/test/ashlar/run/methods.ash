//= 7 8
//= 3
module methods
use host

struct Counter { value: u32 }
fn Counter.add(self: *mut Counter, n: u32) { self.value += n }
fn Counter.get(self: *Counter) u32 { return self.value }
fn Counter.from(n: u32) Counter { return Counter{ value: n } }
fn Counter.taken(self: Counter) u32 { return self.value }

@entry fn start() never {
    var c = Counter.from(3)
    c.add(4)
    print(host.out(), "{} ", c.get())
    let p = &mut c
    p.add(1)
    print(host.out(), "{}\n", c.taken())
    print(host.out(), "{}\n", Counter.from(3).get())
    host.exit(0)
}

//= 5 6
//= 1 7 3
//= 4 8
system module pointers
use host

struct Node { value: u32, next: ?*mut Node }
fn bump(p: *mut u32) { p.* += 1 }
fn middle(a: *mut [3]u32) *mut u32 { return &mut a[1] }

@entry fn start() never {
    var x: u32 = 5
    print(host.out(), "{} ", x)
    bump(&mut x)
    print(host.out(), "{}\n", x)
    var a = [1 as u32, 2, 3]
    middle(&mut a).* = 7
    print(host.out(), "{} {} {}\n", a[0], a[1], a[2])
    let raw = &a as u32 + 4
    let p = raw as *mut u32
    p.* = 8
    print(host.out(), "{} {}\n", size_of(*u32), a[1])
    host.exit(0)
}

//= none
//= 42
//= 43
module match_optional
use host

fn value(p: ?*u32) u32 {
    match p {
        none => return 0
        some(q) => return q.*
    }
}
struct Node { value: u32, next: ?*Node }
fn sum(list: ?*Node) u32 {
    var total: u32 = 0
    var at = list
    while true {
        match at {
            none => return total
            some(n) => {
                total += n.value
                at = n.next
            }
        }
    }
}

@entry fn start() never {
    if value(none) == 0 { print(host.out(), "none\n") }
    let x: u32 = 42
    print(host.out(), "{}\n", value(&x))
    let last = Node{ value: 3, next: none }
    let middle = Node{ value: 30, next: &last }
    let first = Node{ value: 10, next: &middle }
    print(host.out(), "{}\n", sum(&first))
    host.exit(0)
}

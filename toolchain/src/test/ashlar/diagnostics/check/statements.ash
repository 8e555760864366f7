module check.statements
use check.accepted.sink
use check.accepted.helper

enum Kind: u8 { one = 1, two, three }
union Event { idle, fault { va: u32, code: u32 } }
enum Error: u32 { bad }
struct Box { n: u32 }

fn nothing_returned(a: u32) u32 {
    if a == 1 { return 5 }
}                                         //~ error: `nothing_returned` can end here without returning a u32
fn never_ends() never {
}                                         //~ error: `never_ends` is declared `never`, but its end can be reached
fn never_returns() never { return }       //~ error: `never_returns` is declared `never`: it cannot return
fn empty() { return 5 }                   //~ error: `empty` returns nothing
fn full() u32 { return }                  //~ error: `full` returns a `u32`, which is missing here
fn wrong() u32 { return true }            //~ error: expected `u32`, found `bool`
fn after(a: u32) u32 {
    return a
    let b = 1                             //~ error: this is never reached
    let c = 2
}
fn after_loop() {
    while true {}
    empty()                               //~ error: this is never reached
}
fn after_break(a: u32) {
    for i in 0..a {
        break
        empty()                           //~ error: this is never reached
    }
}
fn outside() {
    break                                 //~ error: `break` stands in no loop
    continue                              //~ error: `continue` stands in no loop
}
fn deferred() void!Error {
    while true {
        defer break                       //~ error: `break` stands in no loop
        defer return                      //~ error: `return` cannot leave a deferred statement
        defer fail Error.bad              //~ error: `fail` cannot leave a deferred statement
        defer { _ = try helper.fails() }  //~ error: `try` cannot leave a deferred statement
        defer defer empty()               //~ error: a deferred statement does something
        defer let x = 1                   //~ error: a deferred statement does something
    }
}
fn no_errors() {
    errdefer empty()                      //~ error: `errdefer` in a function that returns no errors never runs
}
fn loops(k: Kind, b: Box, p: ?*u8) {
    for i in b {}                         //~ error: `for` goes through arrays and slices, not `Box`
    for i in k..k {}                      //~ error: a loop counts integers, not `Kind`
    for i in 0..10 {
        i = 5                             //~ error: this cannot be changed: `i` is not declared with `var`
    }
    while k {}                            //~ error: expected `bool`, found `Kind`
    if p {}                               //~ error: expected `bool`, found `?*u8`
}

fn matches(k: Kind, e: Event, n: u8, p: ?*u32, b: bool, box: Box) u32 {
    match k {                             //~ error: this match has no arm for `three`
        one => {}
        two => {}
    }
    match e {                             //~ error: this match has no arm for `idle`
        fault{ va } => {}
    }
    match n {                             //~ error: this match has no arm for `10..20`, `30..256`
        0..10 => {}
        20..30 => {}
    }
    match p {                             //~ error: this match has no arm for `none`
        some(q) => {}
    }
    match b {                             //~ error: this match has no arm for `false`
        true => {}
    }
    match k {
        one | two | three => {}
        _ => {}                           //~ error: this arm is never reached
    }
    match n {
        0..10 => {}
        5 => {}                           //~ error: this arm is never reached
        12 | 12 => {}                     //~ error: this pattern is never reached
        _ => {}
    }
    match k {                             //~ error: this match has no arm for `one`, `two`
        one if b => {}
        three => {}
    }
    match k {
        four => {}                        //~ error: `Kind` has no variant `four`
        _ => {}
    }
    match e {
        fualt{ va } => {}                 //~ error: `Event` has no variant `fualt`
        fault{ code: c, vb } => {}        //~ error: `Event.fault` has no field `vb`
        _ => {}
    }
    match n {
        one => {}                         //~ error: there is nothing called `one` here
        matches => {}                     //~ error: a name in a pattern for `u8` must be a constant
        300 => {}                         //~ error: 300 is no value of `u8`
        9..3 => {}                        //~ error: the range 9..3 is empty
        none => {}                        //~ error: `none` is a pattern for `?*T`, not for `u8`
        some(x) => {}                     //~ error: `some(…)` is a pattern for `?*T`, not for `u8`
        true => {}                        //~ error: `true` is no value of `u8`
        _ => {}
    }
    match k {
        5 => {}                           //~ error: a number is no pattern for `Kind`
        1..2 => {}                        //~ error: a range is a pattern for integers, not for `Kind`
        Event.idle => {}                  //~ error: a pattern of `Event`, but the subject is a `Kind`
        one{ x } => {}                    //~ error: a variant of an enum has no fields
        _ => {}
    }
    match p {
        q => {}                           //~ error: `q` is no pattern for `?*u32`
        _ => {}
    }
    match box { _ => {} }                 //~ error: `match` takes an enum, a union, an integer, a bool or a `?*T`, not `Box`
    match e {
        fault{ va } | idle => {}          //~ error: an alternative binds nothing
    }
    let x = match k { one => 1, two => true, three => 2 }   //~ error: expected `bool`, found `u32` //~ error: expected `bool`, found `u32`
    match k {
        one => 5                          //~ error: the value of this, a `u32`, is not used
        _ => {}
    }
    match box.n { 1 if 5 => {}, _ => {} } //~ error: expected `bool`, found `u32`
    return match k { one => 1, _ => empty() }   //~ error: expected `u32`, found `void`
}

fn prints(s: *mut sink.Sink, text: []u8, wide: i64, box: Box, array: [4]u8, fixed: *sink.Sink) {
    print(s, text)                        //~ error: the format is a string literal
    print(s, "{} {}", 1)                  //~ error: the format shows 2 arguments, but 1 is given
    print(s, "none", 1)                   //~ error: the format shows 0 arguments, but 1 is given
    print(s, "{q}", 1)                    //~ error: `{q}` is no format
    print(s, "{", 1)                      //~ error: `{{}` is no format
    print(s, "}")                         //~ error: a `}` alone in a format
    print(s, "{}", wide)                  //~ error: an i64 is shown only as `{x}`
    print(s, "{}", box)                   //~ error: a `Box` cannot be shown
    print(s, "{}", array)                 //~ error: an array is not shown
    print(s, "{c}", text)                 //~ error: `{c}` shows an integer, not `[]u8`
    print(box, "x")                       //~ error: this cannot be changed through a pointer
    print(fixed, "x")                     //~ error: expected `*mut Sink`, found `*Sink`
    print(s)                              //~ error: `print` takes at least 2 arguments, found 1
    var mute = Box{}
    print(&mut mute, "{}", 1)             //~ error: `Box` has no method `unsigned(v: u32, base: u32, width: i32, fill: u8)`
    panic("{}")                           //~ error: the format shows 1 argument, but 0 are given
}

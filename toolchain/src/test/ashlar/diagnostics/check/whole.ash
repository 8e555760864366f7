// Rules about the whole program, read from a tree without other errors.
module check.whole

fn direct(n: u32) u32 { return direct(n) }    //~ error: `direct` calls itself
//~^ hint: say how deep it goes: `@recursive(n)`
fn first(n: u32) u32 { return second(n) }     //~ error: `first` calls itself through others
fn second(n: u32) u32 { return first(n) }     //~ error: `second` calls itself through others
@recursive(3) fn declared(n: u32) u32 { return declared(n) }
fn plain() {}
@upcall fn marked(f: fn()) {
    plain()                                   //~ error: `marked` is @upcall, so it calls only @upcall functions, which `plain` is not
    also()
    f()                                       //~ error: `marked` is @upcall, so it cannot call through a function value
}
@upcall fn also() {}
@irq fn timer() { also() }                    //~ error: `timer` is @irq, so it calls only @irq functions, which `also` is not

struct Box { p: *u32, n: u32 }
var global_pointer: ?*u32 = none
var global_box: Box = Box{ p: &number, n: 0 }
var number: u32 = 0
fn returned() *u32 {
    let x: u32 = 5
    return &x                                 //~ error: this returns the address of a local variable
}
fn through() *u32 {
    var x: u32 = 5
    let p = &x
    let q = p
    return q                                  //~ error: this returns the address of a local variable
}
fn sliced() []u8 {
    var buffer = [0 as u8; 16]
    let part = buffer[1..4]
    return part[..2]                          //~ error: this returns the address of a local variable
}
fn boxed() Box {
    var x: u32 = 5
    return Box{ p: &x, n: 1 }                 //~ error: this returns the address of a local variable
}
fn stored(to: *mut Box) {
    var x: u32 = 5
    global_pointer = &x                       //~ error: this stores the address of a local variable where it outlives
    to.p = &x                                 //~ error: this stores the address of a local variable where it may outlive
    global_box.p = &x                         //~ error: this stores the address of a local variable where it outlives
}
fn identity(p: *u32) *u32 { return p }
fn passed() *u32 {
    var x: u32 = 5
    return identity(&x)                       //~ error: this returns the address of a local variable
}
fn looped() *u32 {
    var x: u32 = 5
    var p = &number
    for i in 0..3 {
        if i == 2 { return p }                //~ error: this returns the address of a local variable
        p = &x
    }
    return &number
}
fn allowed(list: *mut Box) *u32 {
    var x: u32 = 5
    var own = Box{ p: &x, n: identity(&x).* }
    own.p = &x
    return list.p
}
fn identity_of(p: *u32) *u32 { return p }

const fn impure(p: *u32) u32 {
    plain()                                   //~ error: `impure` is a const fn, so it calls only const functions, which `plain` is not
    if p.* == 3 { panic("three {}", number) }
    return number                             //~ error: `impure` is a const fn, so it cannot use a variable of a module
}

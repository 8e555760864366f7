module check.calls
use check.accepted.helper

fn two(a: u32, b: *u8) u32 { return a }
fn nothing() {}
fn fails() u32!helper.Trouble { return 1 }
fn fails_otherwise() u32!Other { return 1 }
fn plain() u32 { return 1 }
enum Other: u32 { one = 1 }
struct Counter { n: u32 }
fn Counter.next(self: *mut Counter) u32 { return self.n }
fn Counter.fresh() Counter { return Counter{} }
fn Counter.odd(self: *u32) u32 { return 1 }   //~ error: `self` of Counter.odd is a Counter, *Counter or *mut Counter

fn calls(fixed: Counter, pointer: *Counter, maybe: ?*Counter, f: fn(u32) u32) u32 {
    _ = two(1)                            //~ error: `two` takes 2 arguments, found 1
    _ = two(1, 2)                         //~ error: expected `*u8`, found `u32`
    _ = two(true, c"x")                   //~ error: expected `u32`, found `bool`
    _ = f(1, 2)                           //~ error: this function takes 1 argument, found 2
    let number = 5
    _ = number(1)                         //~ error: only functions are called, not `u32`
    _ = fixed.next()                      //~ error: `Counter.next` changes its value: `fixed` is a parameter
    _ = pointer.next()                    //~ error: expected `*mut Counter`, found `*Counter`
    _ = maybe.next()                      //~ error: expected `*mut Counter`, found `?*Counter`
    _ = Counter.fresh().next()            //~ error: `Counter.next` changes its value: it is a value
    _ = fixed.fresh()                     //~ error: `Counter.fresh` has no `self`
    _ = fixed.frsh()                      //~ error: `Counter` has no field `frsh`
    plain()                               //~ error: the value of this, a `u32`, is not used
    1 + 1                                 //~ error: the value of this, a `u32`, is not used
    number == 6                           //~ error: the value of this, a `bool`, is not used
    //~^ hint: to store it write `=`
    _ = nothing()                         //~ error: this has no value to drop
    let none_kept = nothing()             //~ error: this has no value that `none_kept` could keep
    let x = fails()                       //~ error: this call can fail with Trouble, which is not handled
    //~^ hint: pass the error on with `try`
    let y = try fails()                   //~ error: `calls` does not return errors, so `try` cannot pass one on
    let z = try plain()                   //~ error: this call cannot fail: `try` has nothing to do
    let u = plain() catch 1               //~ error: this call cannot fail: `catch` has nothing to do
    let v = try number                    //~ error: `try` needs a call that can fail
    let w = fails() catch true            //~ error: expected `u32`, found `bool`
    fail Other.one                        //~ error: `calls` does not return errors
}
fn translated() u32!Other {
    _ = try fails()                       //~ error: this call fails with `Trouble`, but the function with `Other`
    if plain() == 2 { fail helper.Trouble.small }   //~ error: expected `Other`, found `Trouble`
    return try fails_otherwise()
}
fn emptied() void!Other { return }
fn fallbacks() { emptied() catch 5 }      //~ error: the call has no value, so the fallback must have none
fn built(p: ?*u8) {
    _ = min(1)                            //~ error: `min` takes 2 arguments, found 1
    _ = min(true, false)                  //~ error: `min` and `max` compare numbers, not `bool`
    _ = raw_slice(p, 4)                   //~ error: `raw_slice` is only allowed in a system module
    //~^ error: `raw_slice` needs a pointer to the first element
    assert()                              //~ error: `assert` takes at least 1 argument, found 0
    assert(5)                             //~ error: expected `bool`, found `u32`
    _ = try min(1, 2)                     //~ error: `min` cannot fail
    unreachable(1)                        //~ error: `unreachable` takes 0 arguments, found 1
}
@recursive(2) fn declared(n: u32) u32 { return declared(n) }

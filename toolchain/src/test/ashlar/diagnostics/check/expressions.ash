module check.expressions
use check.accepted.helper

struct Pair { a: u32, b: u32 }
union Event { idle, fault { va: u32 } }
bits Word: u8 { a: u4 @3:0, b: bool @4, zero @7:5 }
enum Kind: u8 { one = 1, two }
struct Never { p: *u32, k: Kind, pad 3 }
type Own = distinct u32
var array: [4]u32 = [0; 4]

fn operators(a: u32, b: i32, c: bool, p: *u32, q: ?*u32, s: []u8, e: Event, k: Kind, w: Word, h: helper.Phys, o: Own) {
    let x1 = a + b                        //~ error: one operand is signed, the other is not: `u32` and `i32`
    let x2 = a < b                        //~ error: one operand is signed, the other is not
    let x3 = a + c                        //~ error: the operands have different types: `u32` and `bool`
    let x4 = c + c                        //~ error: `+` needs numbers, found `bool`
    let x5 = c & c                        //~ error: `&` needs numbers, found `bool`
    //~^ hint: write `and`
    let x6 = w | w                        //~ error: `|` needs numbers, found `Word`
    let x7 = s == s                       //~ error: values of `[]u8` are not compared with `==`
    let x8 = e == Event.idle              //~ error: values of `Event` are not compared
    //~^ hint: use `match`
    let x9 = -c                           //~ error: `-` needs a number, found `bool`
    let x10 = not a                       //~ error: expected `bool`, found `u32`
    let x11 = c << 1                      //~ error: only numbers are shifted, found `bool`
    let x12 = a << b                      //~ error: expected `u32`, found `i32`
    let x13 = a and c                     //~ error: expected `bool`, found `u32`
    let x14: u8 = a                       //~ error: expected `u8`, found `u32`
    //~^ hint: write `as u8` to convert
    let x15 = a + 0x1_0000_0000           //~ error: 4294967296 does not fit in u32
    let x16 = 5_000_000_000               //~ error: 5000000000 does not fit in u32
    //~^ hint: write its type
    let x17 = h + a                       //~ error: the operands have different types: `Phys` and `u32`
    let x18: helper.Phys = 5              //~ error: expected `Phys`, found `u32`
    //~^ hint: only module check.accepted.helper converts Phys
    let x19 = h as u32                    //~ error: only module check.accepted.helper converts Phys
    let x20 = 5 as helper.Phys            //~ error: only module check.accepted.helper makes a Phys
    let x21 = a / 0                       //~ error: division by zero
    let x22 = none                        //~ error: `none` of which pointer type?
    let x23: *u32 = none                  //~ error: expected `*u32`, which is never none
    let x24: u32 = none                   //~ error: expected `u32`, found `none`
    let x25 = k as bool                   //~ error: `Kind` does not convert to `bool`
    let x26 = a as Kind                   //~ error: not every u32 is a Kind
    let x27 = a as bool                   //~ error: `u32` does not convert to `bool`
    let x28 = s as []mut u8               //~ error: `[]u8` does not convert to `[]mut u8`
    let x29 = p as? *u8                   //~ error: `as?` converts integers and enums
    let x30 = 300 as? u8                  //~ error: 300 does not fit in u8
    let x31 = a as u20                    //~ error: `u20` exists only in bits
    let x32: [3]u32 = array               //~ error: expected `[3]u32`, found `[4]u32`
    let x33: []u32 = array                //~ error: expected `[]u32`, found `[4]u32`
    //~^ hint: slice the array
    let x34: *u32 = q                     //~ error: expected `*u32`, found `?*u32`
    //~^ hint: the pointer may be none
    let x35: *mut u32 = p                 //~ error: expected `*mut u32`, found `*u32`
    let x36: *Pair = Pair{}               //~ error: expected `*Pair`, found `Pair`
    //~^ hint: take its address
    let x37: u32 = p                      //~ error: expected `u32`, found `*u32`
    //~^ hint: dereference it
    let x38 = if c { 1 } else { true }    //~ error: expected `bool`, found `u32`
    let x39: u32 = if c { 1 }             //~ error: an `if` without `else` has no value
    let x40 = []                          //~ error: an empty array of what?
    let x41 = [a, c]                      //~ error: expected `u32`, found `bool`
    let x42 = uninit                      //~ error: `uninit` is only allowed in a system module
    //~^ error: a variable without a value needs a type
    let x44 = o + a                       //~ error: the operands have different types: `Own` and `u32`
    //~^ hint: a distinct type never converts by itself
    let x48: Own = a                      //~ error: expected `Own`, found `u32`
    //~^ hint: write `as Own` to convert
    let x45 = [operators2(); 3]           //~ error: this has no value
    let x46: i8 = 200                     //~ error: 200 does not fit in i8
    let x47 = ~c                          //~ error: `~` needs a number, found `bool`
}
fn operators2() {}

fn places(a: u32, p: *u32, q: ?*u32, s: []u8, u: *user u32, us: []user u8, e: Event, fixed: Pair, w: Word) {
    a = 1                                 //~ error: this cannot be changed: `a` is a parameter
    let x = 1
    x = 2                                 //~ error: this cannot be changed: `x` is not declared with `var`
    fixed.a = 1                           //~ error: this cannot be changed: `fixed` is a parameter
    w.b = true                            //~ error: this cannot be changed: `w` is a parameter
    p.* = 1                               //~ error: this cannot be changed: `*u32` is a read-only pointer
    s[0] = 1                              //~ error: this cannot be changed: `[]u8` is a read-only slice
    q.* = 1                               //~ error: this pointer may be none
    u.* = 1                               //~ error: `*user u32` is not dereferenced
    _ = us[0]                             //~ error: `[]user u8` is not read or written here
    _ = helper.DEVICE.*                   //~ error: following a `*io` pointer is only allowed in a system module
    helper.PUBLIC = 4                     //~ error: this cannot be changed: `helper.PUBLIC` is a constant
    5 = 4                                 //~ error: this cannot be changed: it is a value
    _ = a.*                               //~ error: only a pointer is dereferenced, found `u32`
    _ = a[0]                              //~ error: only arrays and slices have elements, not `u32`
    _ = a[..]                             //~ error: only arrays and slices are sliced, not `u32`
    _ = array[4]                          //~ error: index 4 is outside of `[4]u32`
    _ = array[2..6]                       //~ error: the range 2..6 is outside of `[4]u32`
    _ = array[true]                       //~ error: expected `u32`, found `bool`
    _ = s.length                          //~ error: `[]u8` has no field `length`
    _ = array.size                        //~ error: `[4]u32` has no field `size`
    _ = e.fault                           //~ error: whether `Event` holds `fault` must be tested
    _ = &mut x                            //~ error: this cannot be changed through a pointer
    _ = &w.a                              //~ error: a field of bits has no address
    _ = p as u32                          //~ error: converting `*u32` to `u32` is only allowed in a system module
    _ = a as *user u32                    //~ error: making or changing a `*user` pointer is only allowed in a system module
    _ = p.x                               //~ error: `u32` has no field `x`
    let y: *mut u8 = s.ptr                //~ error: expected `*mut u8`, found `*u8`
    x += true                             //~ error: this cannot be changed
    //~^ error: expected `u32`, found `bool`
    var b = true
    b += 1                                //~ error: expected `bool`, found `u32`
    array[0].x = 1                        //~ error: `u32` has no field `x`
    missing = 1                           //~ error: there is nothing called `missing` here
}

fn literals(a: u32) {
    let x1 = Pair{ a: 1, c: 2 }           //~ error: `Pair` has no field `c`
    let x2 = Pair{ a: 1, a: 2 }           //~ error: field `a` is given twice
    let x3 = Pair{ a: true }              //~ error: expected `u32`, found `bool`
    let x4 = Never{ k: Kind.one }         //~ error: field `p` of `Never` must be given: a `*u32` is never zero
    let x5 = Never{ p: &array[0] }        //~ error: field `k` of `Never` must be given: a `Kind` is never zero
    let x6 = Word{ a: 16 }                //~ error: 16 does not fit in the 4 bits of `a`
    let x7 = Word{ c: 1 }                 //~ error: `Word` has no field `c`
    let x8 = Word{ a: a as u5 }           //~ error: `a` has 4 bits, not 5
    let x9 = Word{ b: a }                 //~ error: expected `bool`, found `u32`
    let x10 = Word{ a: a }                //~ error: expected `u8`, found `u32`
    let x11 = Event.fault                 //~ error: `Event.fault` has fields
    let x12 = Event.falt{ va: 1 }         //~ error: `Event` has no variant `falt`
    //~^ hint: did you mean `fault`?
    let x13 = Kind{ }                     //~ error: only structs, bits and variants of unions are written with
    let x14 = Kind.one{ }                 //~ error: `Kind` is not a union
    let x15 = a{ b: 1 }                   //~ error: expected a type before `{ … }`
    let x16 = Event.fault{ va: 1, code: 2 }   //~ error: `Event.fault` has no field `code`
    let x17 = offset_of(Pair, c)          //~ error: struct Pair has no field `c`
    let x18 = offset_of(Kind, c)          //~ error: offset_of needs a struct, found Kind
    let x19 = Word{ a: 1, a: 2 }          //~ error: field `a` is given twice
    let x20 = Word{ a: true as u4 }       //~ error: `bool` does not convert to `u4`
    let x21 = Event.fault{ }
}

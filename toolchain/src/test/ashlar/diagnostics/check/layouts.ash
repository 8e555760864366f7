module check.layouts

struct Hole { a: u8, b: u32 }             //~ error: a hole of 3 bytes before `b`
//~^ hint: write `pad 3` before it
struct Tail { a: u32, b: u8 }             //~ error: a hole of 3 bytes at the end of `Tail`
struct Sized @size(12) { a: u32, b: u32 } //~ error: `Sized` has 8 bytes, but @size says 12
//~^ hint: write `pad 4` at its end
struct Offsets {
    a: u16 @0
    b: u8 @4                              //~ error: a hole of 2 bytes before `b`
    c: u8 @3                              //~ error: `c` cannot be at offset 3
    d: u32 @9                             //~ error: `d` is aligned to 4, which offset 9 is not
    pad 3
}
struct Empty {}                           //~ error: struct `Empty` is empty
struct Doubled { a: u32, a: u32 }         //~ error: field `a` is declared twice
struct Itself { a: u32, b: Itself }       //~ error: the layout of `Itself` depends on itself
//~^ hint: hold a pointer
struct First { second: Second }           //~ error: the layout of `First` depends on itself
struct Second { first: [2]First }
struct Unknown { a: Missing, b: u8 }      //~ error: there is no type `Missing`
struct Nothing { a: void }                //~ error: nothing can be stored as `void`
struct Failing { a: u32!Code }            //~ error: nothing can be stored as `u32!Code`
enum Code: u32 { a }
struct Measured { a: [size_of(Measured)]u8 }  //~ error: the layout of `Measured` depends on itself

bits Gap: u8 { a: u3 @2:0, b: bool @7 }   //~ error: bits 6:3 of `Gap` have no name
//~^ hint: write `zero @6:3`
bits One: u8 { a: u7 @6:0 }               //~ error: bit 7 of `One` has no name
bits Overlap: u8 { a: u5 @4:0, b: u4 @7:4 }   //~ error: bit 4 has two names: `b` and `a`
bits Wide: u8 { a: u8 @8:1, zero @0 }     //~ error: there is no bit 8 in u8
bits Turned: u8 { a: u8 @0:7 }            //~ error: bit ranges are written high:low
bits Widths: u8 { a: u3 @3:0, b: bool @5:4, zero @7:6 }   //~ error: `a` is u3, but its range has 4 bits
//~^ error: `b` is bool, but its range has 2 bits
bits Kinds: u8 { a: Large @3:0, b: *u8 @7:4 }   //~ error: `Large.big` is 16, which does not fit in 4 bits
//~^ error: a field of bits is a bool, an unsigned integer or an enum
bits Signed: i32 { a: u32 @31:0 }         //~ error: expected an unsigned integer type of at most 64 bits, found i32
bits Twice: u8 { a: u4 @3:0, a: u4 @7:4 } //~ error: field `a` is declared twice

enum Large: u8 { small, big = 16, bigger = 255, biggest }   //~ error: `biggest` is 256, which does not fit in u8
enum Same: u8 { a = 1, b = 0, c }         //~ error: `c` has the value 1 of another variant
enum Names: u8 { a, b, a }                //~ error: variant `a` is declared twice
enum None: u8 {}                          //~ error: enum `None` has no variant
enum Wider: u64 { a }                     //~ error: expected an integer type of at most 32 bits, found u64
enum Pointer: *u8 { a }                   //~ error: expected an integer type of at most 32 bits, found *u8
union NoVariant {}                        //~ error: union `NoVariant` has no variant
union SameVariant { a { x: u32 }, a }     //~ error: variant `a` is declared twice
union SameField { a { x: u32, x: u32 } }  //~ error: field `x` is declared twice

type Loop = Loop2                         //~ error: type `Loop` is an alias of itself
type Loop2 = Loop
type Holding = distinct Held              //~ error: the layout of `Holding` depends on itself
struct Held { a: Holding }
const HUGE: [0x4000_0000]u32 = [0; 4]     //~ error: this array is larger than 2 GiB
const BIG = [0 as u32; 0x4000_0000]       //~ error: this array is larger than 2 GiB
const NEGATIVE: [3 - 5]u8 = [0; 1]        //~ error: expected a number from 0 to 2147483647, found -2
fn wrong(a: [true]u8, b: u32!u8) {}       //~ error: expected a constant integer, found bool
//~^ error: the error type of `T!E` is an enum, not u8

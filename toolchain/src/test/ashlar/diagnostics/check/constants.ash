module check.constants

const A = B                               //~ error: constant `A` depends on itself
const B = C + 1
const C = A
const assert 1 + 1 == 3, "arithmetic"     //~ error: assertion failed: arithmetic
const assert 1 > 2                        //~ error: assertion failed: `1 > 2` does not hold
const assert 5                            //~ error: expected `bool`, found `u32`
const DIVISION = 1 / 0                    //~ error: division by zero
const SHIFT = 1 << 300                    //~ error: an exact integer is shifted by 0 to 255 bits, not 300
const LONG = (1 << 255) * 4               //~ error: an exact integer of more than 256 bits
const BYTE: u8 = 256                      //~ error: 256 does not fit in u8 (0 to 255)
const SIGNED: i8 = -129                   //~ error: -129 does not fit in i8 (-128 to 127)
var counter: u32 = 1
const READS: u32 = counter                //~ error: the variable counter has no value while compiling
fn ordinary() u32 { return 1 }
const CALLS: u32 = ordinary()             //~ error: ordinary is not a const fn
const fn endless() u32 {
    while true {}                         //~ error: more than 10,000,000 steps
}
const ENDLESS: u32 = endless()
@recursive(1) const fn deep(n: u32) u32 { return deep(n + 1) }   //~ error: calls more than 256 deep
const DEEP: u32 = deep(0)
const fn checked(n: u32) u32 {
    assert(n < 10)                        //~ error: check failed while computing a constant: assertion failed: n < 10
    return n
}
const CHECKED: u32 = checked(10)
const fn panics(n: u32) u32 {
    if n == 3 { panic("three") }          //~ error: check failed while computing a constant: panic
    return n
}
const PANICS: u32 = panics(3)
const fn index(n: u32) u32 {
    let a = [1, 2, 3]
    return a[n]                           //~ error: index 3 is outside of 3 elements
}
const INDEX: u32 = index(3)
const fn range(n: u32) u32 { return "abc"[n..].len }   //~ error: the range 4..3 is outside of 3 elements
const RANGE: u32 = range(4)
const fn overflow(n: u8) u8 { return n +? 1 }   //~ error: overflow while computing a constant
const OVERFLOW: u8 = overflow(255)
const fn quotient(n: u32) u32 { return 7 / n }  //~ error: division by zero while computing a constant
const QUOTIENT: u32 = quotient(0)
enum Kind: u8 { a, b }
const fn kind(n: u32) Kind { return n as? Kind }   //~ error: 7 is no value of Kind
const KIND: Kind = kind(7)
bits Word: u8 { a: u4 @3:0, b: u4 @7:4 }
const fn word(n: u8) Word { return Word{ a: n } }  //~ error: 16 does not fit in the 4 bits of a
const WORD: Word = word(16)
const fn writes(p: *mut u32) u32 {
    p.* = 1                               //~ error: the variable counter has no value while compiling
    return 1
}
const WRITES: u32 = writes(&mut counter)
const NUMBER: u32 = (&counter).* + 1      //~ error: the variable counter has no value while compiling
const NOTHING = nothing()                 //~ error: this has no value
const fn nothing() {}
const BROKEN: u32 = broken()
const fn broken() u32 { return missing }  //~ error: there is nothing called `missing` here
const USES_BROKEN: u32 = BROKEN + 1
const ALWAYS: u8 = (255 as u8) +? 1       //~ error: this always overflows
const TYPED: u32 = BYTE_TYPED             //~ error: expected `u32`, found `i32`
const BYTE_TYPED: i32 = -1
fn lengths() { let a: [counter]u8 = [0; 3] }   //~ error: the variable counter has no value while compiling
var itself = &itself                      //~ error: the type of `itself` depends on itself

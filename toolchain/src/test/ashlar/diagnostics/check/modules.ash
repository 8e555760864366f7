// What stands at module level: attributes, and what only system modules may declare.
module check.modules
use cpu

asm fn assembly() { ret }                 //~ error: `asm fn` is only allowed in a system module
extern "c" fn puts(s: *u8) i32            //~ error: `extern "c"` is only allowed in a system module
extern "c" var errno: u32                 //~ error: `extern "c"` is only allowed in a system module
interrupt(3) fn breakpoint(f: *mut cpu.TrapFrame) never { cpu.resume(f) }   //~ error: `interrupt fn` is only allowed in a system module
var raw: u32 = uninit                     //~ error: `uninit` is only allowed in a system module
var untyped = uninit                      //~ error: `untyped` has neither a type nor a value
//~^ error: `uninit` is only allowed in a system module
@packed fn b() {}                         //~ error: `@packed` does not apply to a function
@noinline var c: u32 = 0                  //~ error: `@noinline` does not apply to a variable
@keep @keep fn d() {}                     //~ error: `@keep` is written twice
@align(3) var e: u32 = 0                  //~ error: an alignment is a power of two, not 3
@section(5) var g: u32 = 0                //~ error: `@section` takes one string
@entry fn i() {}
@entry fn j() {}                          //~ error: a program has one `@entry`
@interrupt_stack var k: u32 = 0           //~ error: `@interrupt_stack` stands before an array, not u32
@size(4) enum L: u32 { a }                //~ error: `@size` does not apply to an enum
@align(true) var m: u32 = 0               //~ error: expected a constant integer, found bool

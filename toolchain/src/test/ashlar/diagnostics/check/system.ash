// Rules of system modules.
system module check.system
use cpu
use check.accepted.helper

asm fn missing() @clobbers(eax, exx) { mov eax, {nowhere} }   //~ error: there is no register `exx`
//~^ error: there is nothing called `nowhere` here
asm fn module_name() { mov eax, {helper} }        //~ error: `helper` is neither a function, a variable nor a constant
asm fn type_name() { mov eax, {Pair} }            //~ error: `Pair` is a type, neither a function, a variable nor a constant
asm fn field() { mov eax, {offset_of(Pair, c)} }  //~ error: struct Pair has no field `c`
asm fn expression() { mov eax, {1 + 2} }          //~ error: `{1 + 2}` in assembly is a name, `size_of(T)` or `offset_of(T, f)`
asm fn long_number() { mov eax, {LONG} }          //~ error: 1099511627776 is more than a word
const LONG = 1 << 40
struct Pair { a: u32, b: u32 }

interrupt(3) fn returns(f: *mut cpu.TrapFrame) {} //~ error: an interrupt fn has the signature `(f: *mut cpu.TrapFrame) never`
interrupt(3) fn bare() never { while true {} }    //~ error: an interrupt fn has the signature
interrupt(256) fn high(f: *mut cpu.TrapFrame) never { cpu.resume(f) }   //~ error: an interrupt vector is 0 to 255, not 256
interrupt(4) fn right(f: *mut cpu.TrapFrame) never { cpu.resume(f) }
extern "c" fn failing() u32!helper.Trouble        //~ error: a C function cannot return `T!E`
extern "c" fn imported(a: u32) u32

fn uses(p: *user u32, f: *mut cpu.TrapFrame) {
    right(f)                              //~ error: an interrupt fn is entered by the CPU, not called
    let g = right                         //~ error: `right` is not called as Ashlar functions are
    //~^ hint: its address is `f as u32`
    let h = imported                      //~ error: `imported` is not called as Ashlar functions are
    let i = p.*                           //~ error: `*user u32` is not dereferenced
    let j = raw_slice(5, 4)               //~ error: `raw_slice` needs a pointer to the first element, found `u32`
    let k = 5 as *u8
    let l = helper.assembly(1) + (right as u32)
}
@panic fn wrong(file: []u8) u32 { return 0 }      //~ error: a @panic function has the signature `(file: []u8, line: u32) *mut T`
fn panics() { panic("x {}", 1) }

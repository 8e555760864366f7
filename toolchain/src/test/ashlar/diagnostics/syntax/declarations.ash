module syntax.declarations

struct S { int x                         //~ error: expected `:` after the field's name, found `x` //~ hint: write `x: int`
    y: u32 = 5                           //~ error: fields have no default value
    z u32                                //~ error: expected `:` after the field's name, found `u32`
    a: u32; b: u32                       //~ error: expected `,`, end of line or `}`, found `;`
}
bits B { a: bool @0 }                    //~ error: expected `:` and the word's type, found `{`
bits C: u32 {
    a: bool                              //~ error: expected `@` and the field's bits
    b: u3 @5..3                          //~ error: expected `:`, found `..` //~ hint: @high:low
    c: bool @7 d: bool @8                //~ error: expected `,`, end of line or `}`, found `d`
}
enum E: u8 { a { x: u32 }, b }           //~ error: found `{` //~ hint: `union`
union U { a(u32), b: u32 }               //~ error: found `(` //~ error: found `:`
fn f(int x) { }                          //~ error: expected `:` and the parameter's type, found `x` //~ hint: write `x: int`
fn g(mut x: u32) { }                     //~ error: expected a parameter's name, found keyword `mut`
fn h(x: u32 = 1) { }                     //~ error: parameters have no default value
fn i(x: u32, ...) { }                    //~ error: expected a parameter's name, found `...`
fn j() !E { }                            //~ error: expected the result's type, found `!` //~ hint: void!E
fn k()                                   //~ error: expected `{` and the function's body, found end of line
{
    let x = = 1                          //~ error: expected an expression, found `=`
}
fn u32() { }                             //~ error: `u32` is a built-in type
var v: u32                               //~ error: expected `=` and a first value
let w = 1                                //~ error: `let` stands in functions
const char* c = "x"                      //~ error: expected a name for the constant, found `char` //~ hint: const name: T = value
const u32 n = 5                          //~ error: expected a name for the constant, found `u32` //~ hint: const name: T = value
int o = 5                                //~ error: expected a declaration, found `int` //~ hint: var name: T = value
void foo() { }                           //~ error: expected a declaration, found `void` //~ hint: fn name
import x                                 //~ error: expected a declaration, found `import` //~ hint: use
use cpu                                  //~ error: `use` stands before all declarations
interrupt fn l() never { }               //~ error: expected `(` and the vector's number
extern fn m()                            //~ error: expected `"c"` after `extern`
type T struct { }                        //~ error: expected `=` and a type, found keyword `struct`
type T = struct { }                      //~ error: expected a type, found keyword `struct`
@irk fn n() { }                          //~ error: unknown attribute `@irk` //~ hint: did you mean `@irq`?
@stack fn o() { }                        //~ error: `@stack` takes one argument
@irq(1) fn p() { }                       //~ error: `@irq` takes no argument
}                                        //~ error: this `}` closes nothing

module syntax.braces

fn open(x: u32) {
    if x == 1 {
        x = 2

fn next() {                              //~ error: expected `}` before this declaration
    calls(1, 2
    next()                               //~ error: expected `,` or `)` after an argument, found `next` //~ hint: line 8
    let a = [1, 2
    let b = 3                            //~ error: expected `,` or `]` after an element, found keyword `let`
    let c = 4)                           //~ error: expected end of line after the statement, found `)`
}

struct S {
    a: u32
pub const N = 1                          //~ error: expected `}` before this declaration
asm fn halt() { hlt                      //~ error: this assembly body is not closed

module newlines

// A newline ends a statement only behind what can end one.
fn f(
    a: u32,
    b: u32
) u32 {
    let x = a +
        b
    g(
        a,
        b,
    )
    let t = [
        1, 2,
        3
    ]
    let s = S{
        x: 1
        y: 2,
    }
    match x {
        1 => 2

        2 => { return 3 }, 3 => {
        }
    }
    a; b;; c
    return
}
struct S { x: u32
    y: u32 }
@irq

@stack(4)
fn g() { }; fn h() { }

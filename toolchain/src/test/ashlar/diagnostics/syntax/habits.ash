module syntax.habits

fn habits(x: u32, p: *u32) -> u32 {      //~ error: without `->` //~ hint: write `fn f() T {`
    x++                                  //~ error: found `++` //~ hint: write `x += 1`
    --x                                  //~ error: found `--` //~ hint: `x -= 1`
    int y = 3                            //~ error: found `y` //~ hint: var name: T = value
    u32 z = 4                            //~ error: found `z` //~ hint: let name = value
    Frame f = 4                          //~ error: found `f` //~ hint: write `let f: Frame = …`
    n := 3                               //~ error: found `:=` //~ hint: write `let n = …`
    let w = (u32)x                       //~ error: a conversion stands behind its operand //~ hint: x as T
    let v = (u8 *)x                      //~ error: a conversion stands behind its operand
    let q = u32(x)                       //~ error: a type is not called //~ hint: write `x as u32`
    p->x = 1                             //~ error: there is no `->` //~ hint: write `.`
    *p = 3                               //~ error: `*` does not stand before what it reads //~ hint: `p.*`
    let k                                //~ error: expected `=` and a first value, found end of line
    let mut j = 1                        //~ error: `let` does not vary //~ hint: write `var`
    let i u32 = 1                        //~ error: expected `=` and a first value, found `u32` //~ hint: i: T
    for (i = 0; i < 3; i++) { }          //~ error: expected a name for the variable, found `(` //~ hint: for i in 0..n
    for i in 0...3 { }                   //~ error: expected `..`, found `...` //~ hint: excludes its end
    for i in 0.. { }                     //~ error: expected the range's end
    x = p = 1                            //~ error: expected end of line after the assignment, found `=`
    switch (x) { }                       //~ error: found `{` //~ hint: match
    const N = 3                          //~ error: expected a statement, found keyword `const` //~ hint: module level
    fn inner() { }                       //~ error: expected a statement, found keyword `fn`
    let let = 1                          //~ error: expected a name for the variable, found keyword `let` //~ hint: cannot be a name
    std::move(x)                         //~ error: there is no `::`
    do { x -= 1 } while (x > 0)          //~ error: there is no `do` //~ hint: while true
    goto out                             //~ error: found `out` //~ hint: there is no `goto`
    var buffer[16]: u8                   //~ error: found `[` //~ hint: part of its type
    return 1;
}


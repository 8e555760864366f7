module syntax.conditions

fn conditions(x: u32, y: u32) {
    if x = 1 { return }                  //~ error: `=` assigns and yields no value, expected a condition //~ hint: write `==`
    while x = y { }                      //~ error: expected a condition
    if x == 1 && y == 2 { }              //~ error: there is no `&&` //~ hint: write `and`
    if x == 1 || y == 2 { }              //~ error: there is no `||` //~ hint: write `or`
    if !x { }                            //~ error: there is no `!` operator //~ hint: write `not x`
    if x < y < 3 { }                     //~ error: comparisons do not chain //~ hint: write `a < b and b < c`
    if x == not y { }                    //~ error: `not` binds looser //~ hint: (not x)
    if x return                          //~ error: expected `{` after the condition, found keyword `return` //~ hint: in braces
    while x                              //~ error: expected `{` after the condition, found end of line //~ hint: stands on the same line
    {
    }
    if x { }
    else { }                             //~ error: `else` stands on the line of the `}` before it
    if S{ a: 1 } == y { }                //~ error: a literal in the head of a statement stands in parentheses
    let v = x ? 1 : 2                    //~ error: there is no `?` operator //~ hint: if c { a } else { b }
    return x == 1 or x = 2               //~ error: expected end of line after the statement, found `=` //~ hint: to compare, write `==`
    assert(x = 2)                        //~ error: expected `,` or `)` after an argument, found `=` //~ hint: write `==`
}

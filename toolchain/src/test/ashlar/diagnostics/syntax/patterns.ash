module syntax.patterns

fn f(x: u32) {
    match x {
        case 1: 2                        //~ error: expected a pattern, found `case` //~ hint: pattern => …
        1: 2                             //~ error: expected `=>`, found `:`
        2 -> 3                           //~ error: expected `=>`, found `->`
        "a" => 4                         //~ error: expected a pattern, found a string
        fault(v) => 5                    //~ error: expected `=>`, found `(` //~ hint: named in braces
        1..=3 => 6                       //~ error: expected the range's end, found `=`
        some(1) => 8                     //~ error: expected a name for the pointer, found number `1`
        else => 9                        //~ error: expected a pattern, found keyword `else` //~ hint: `_ => …`
        10 || 11 => 12                   //~ error: alternatives are separated by `|`
    }
}

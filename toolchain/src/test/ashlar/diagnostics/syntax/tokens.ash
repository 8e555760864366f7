module syntax.tokens

/* block */                              //~ error: `/*` does not begin a comment //~ hint: `//`
#include <stdio.h>                       //~ error: unexpected character U+0023 `#` //~ hint: no preprocessor
const A = "abc                           //~ error: this string is not closed on its line
const B = 'ab'                           //~ error: more than one character
const C = ''                             //~ error: empty character
const D = 0777                           //~ error: a decimal number does not begin with 0 //~ hint: 0o777
const E = 12u                            //~ error: `u` is not a digit of base 10 //~ hint: no suffix
const F = 1.5                            //~ error: there are no floating-point numbers
const G = 0x                             //~ error: expected digits of base 16
const H = 0b12                           //~ error: `2` is not a digit of base 2
const I = 18446744073709551616           //~ error: number does not fit in 64 bits
const J = "a\qb"                         //~ error: `\q` is not an escape //~ hint: \xNN
const K = "\x4"                          //~ error: `\x` is followed by two hexadecimal digits
const L = "\u{110000}"                   //~ error: U+110000 is not a Unicode character
const M = "\u20AC"                       //~ error: `\u` is followed by hexadecimal digits in braces
const N = größe                          //~ error: unexpected character U+00F6 //~ error: unexpected character U+00DF
const O = a # b                          //~ error: unexpected character U+0023 `#`
const P = +1                             //~ error: expected an expression, found `+` //~ hint: no unary `+`
const Q =                                //~ error: expected an expression
const R = { 1 }                          //~ error: expected an expression, found `{` //~ hint: [a, b]

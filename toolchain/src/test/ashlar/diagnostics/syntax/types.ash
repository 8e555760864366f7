module syntax.types

const A: u32* = 0                        //~ error: `*` stands before the type it points to //~ hint: write *u32
const B: u8[4] = 0                       //~ error: an array's length stands before its element type //~ hint: write [4]u8
const C: &u32 = 0                        //~ error: expected a type, found `&` //~ hint: *T
const D: *const u32 = 0                  //~ error: a pointer is read-only unless it is `mut`
const E: *mut io u32 = 0                 //~ error: `io` stands before `mut` //~ hint: *io mut T
const F: ?u32 = 0                        //~ error: expected `*` after `?`, found `u32`
const G: [4 u32 = 0                      //~ error: expected `]` after the array's length
const H: struct X = 0                    //~ error: expected a type, found keyword `struct`
const I: fn(u32 = 0                      //~ error: expected `)` after the parameters
const J: m. = 0                          //~ error: expected a type's name after `.`
const K u32 = 0                          //~ error: expected `:` or `=` after the name

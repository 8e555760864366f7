module check.names
use check.accepted.helper
use check.accepted.helper as helper                //~ error: `helper` already names a module here
use check.accepted.helper as other

fn twice() {}
fn twice() {}                             //~ error: `twice` is declared twice
const other = 1                           //~ error: `other` is already the name of a module here
fn size_of() {}                           //~ error: `size_of` has a meaning of its own
struct Shape { a: u32 }
enum Colour: u8 { RED, GREEN }
fn Shpe.area(self: *Shape) u32 { return 0 }   //~ error: no type `Shpe` is declared in this module
//~^ hint: did you mean `Shape`?
fn Shape.area(self: *Shape) u32 { return 0 }
fn Shape.area(self: *Shape) u32 { return 1 }  //~ error: `Shape.area` is declared twice
fn Shape.a(self: *Shape) u32 { return 1 }     //~ error: `Shape.a` is declared twice
type Alias = Shape
fn Alias.f() {}                           //~ error: `Alias` is an alias
fn parameters(a: u32, a: u32) {}          //~ error: parameter `a` is declared twice

fn uses(count: u32) {
    let a = cuont                         //~ error: there is nothing called `cuont` here
    //~^ hint: did you mean `count`?
    let b = null                          //~ error: there is nothing called `null` here
    //~^ hint: the null pointer is `none`
    let null_too = NULL                   //~ error: nothing called `NULL` here
    //~^ hint: the null pointer is `none`
    let heap = malloc(4)                  //~ error: nothing called `malloc` here
    //~^ hint: nothing is allocated unseen
    let long = strlen("abc")              //~ error: nothing called `strlen` here
    //~^ hint: `s.len`
    let colour = RED                      //~ error: nothing called `RED` here
    //~^ hint: `Colour.RED`
    let next = "a".ptr + 1                //~ error: different types: `*u8` and `u32`
    //~^ hint: no arithmetic with pointers
    let same = count as u8 == "a"         //~ error: different types: `u8` and `[]u8`
    //~^ hint: single quotes
    let c = helper.SECRET                 //~ error: constant `SECRET` is private to module check.accepted.helper
    helper.private_function()             //~ error: function `private_function` is private
    let d = helper.PUBLC                  //~ error: module check.accepted.helper has no `PUBLC`
    //~^ hint: did you mean `PUBLIC`?
    let e: helper.Hidden = 1              //~ error: type `Hidden` is private
    let f = helper                        //~ error: `check.accepted.helper` is a module, not a value
    let g = Shape                         //~ error: `Shape` is a type, not a value
    let h = u32                           //~ error: `u32` is a type, not a value
    let i: twice = 1                      //~ error: `twice` is a function, not a type
    let j: Shap = 1                       //~ error: there is no type `Shap`
    let k: u3 = 1                         //~ error: there is no type `u3`
    //~^ hint: odd widths exist only as fields of `bits`
    let l: helpr.Point = 1                //~ error: no module is called `helpr` here
    let m = 1
    let m = 2                             //~ error: `m` is declared twice in this block
    let n = count.x                       //~ error: `u32` has no field `x`
    let p = helper.Point{}
    let q = p.z                           //~ error: `Point` has no field `z`
    let r = p.sum                         //~ error: `sum` is a function of `Point`
    let s = p.inner()                     //~ error: function `inner` is private
    let t = helper.Trouble.smal           //~ error: `Trouble` has no `smal`
    let u = min                           //~ error: there is nothing called `min` here
    let print = 1                         //~ error: `print` has a meaning of its own
    { let inside = 1 }
    let v = inside                        //~ error: there is nothing called `inside` here
    _ = Shape.volume()                    //~ error: `Shape` has no function `volume`
    _ = Shape.area(p)                     //~ error: expected `*Shape`, found `Point`
    _ = helper.Trouble.small()            //~ error: `small` is a variant of `Trouble`, not a function
}

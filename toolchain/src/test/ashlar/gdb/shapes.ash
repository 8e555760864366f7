/// A program for the debugger: a value of each kind of type, calls, a loop, a recursion.
system module shapes

enum Colour: u8 { red, green = 4, blue }

bits Entry: u32 {
    present: bool @0, writable: bool @1
    colour: Colour @4:2
    reserved @11:5
    frame: u20 @31:12
}

union Event {
    nothing
    key { code: u16, shifted: bool }
    fault { address: u32, colour: Colour }
}

struct Point { x: i32, y: i32 }
struct Shape { name: []u8, corners: [3]Point, next: ?*Shape }

type Phys = distinct u32

var origin: Point = Point{ x: -1, y: 2 }
var total: u64 = 0

@noinline
fn add(a: i32, b: i32) i32 {
    let sum = a + b
    total += sum as u32
    return sum
}

@noinline
fn area(shape: *Shape, event: *Event, entry: Entry, where: Phys) i32 {
    var result: i32 = 0
    for corner in shape.corners {
        result = add(result, corner.x * corner.y)
    }
    match event.* {
        key{ code, shifted } => {
            if shifted { result += code as i32 }
        }
        nothing | fault => { }
    }
    return result + entry.frame as i32 + (where as u32) as i32
}

@noinline
fn depth(n: u32) u32 @recursive(8) {
    if n == 0 { return stop() }
    return depth(n - 1) + 1
}

@noinline
fn stop() u32 {
    return 1
}

asm fn exit(code: u32) never {
    mov ebx, eax
    mov eax, 1
    int 0x80
}

@entry fn start() never {
    var shape = Shape{ name: "triangle", corners: [Point{ x: 1, y: 2 }, Point{ x: 3, y: 4 }, Point{ x: 5, y: 6 }], next: none }
    let event = Event.key{ code: 40, shifted: true }
    let entry = Entry{ present: true, colour: Colour.green, frame: 7 }
    let size = area(&shape, &event, entry, 100 as Phys)
    let deep = depth(3)
    exit(size as u32 + deep)
}

// Everything that a function may say.
system module check.accepted.statements
use cpu
use check.accepted.other as neighbour
use check.accepted.sink

struct Node { value: u32, next: ?*mut Node }
pub struct Gate @size(8) { low: u16 @0, selector: u16 @2, pad 1 @4, attributes: u8 @5, high: u16 @6 }
struct Odd @packed { a: u8, b: u32 }
const assert size_of(Odd) == 5
bits Flags: u8 { a: bool @0, mode: Mode @2:1, reserved @3, level: u4 @7:4 }
enum Mode: u8 { off, on, both }
union Shape: u8 { empty, square { side: u16 }, box { width: u32, height: u32 } }
const assert size_of(Shape) == 12
enum Error: u32 { bad = 1, worse }
struct Tree { children: [2]?*Tree, all: ?*[4]Tree, visit: fn(*Tree, Forest) u32 }
struct Forest { trees: []Tree }
type Handler = fn(u32) u32

var head: ?*mut Node = none
var nodes: [4]Node = [Node{}; 4]
var gates: [256]Gate = [Gate{}; 256]
@align(4096) var page: [4096]u8 = uninit
@interrupt_stack var stack: [512]u8 = [0; 512]
pub var exported_word: u32 = 7

fn length(list: ?*mut Node) u32 {
    var n: u32 = 0
    var at = list
    while true {
        match at {
            none => return n
            some(node) => {
                n += 1
                at = node.next
            }
        }
    }
}

fn push(node: *mut Node) {
    node.next = head
    head = node
}

fn Node.add(self: *mut Node, by: u32) { self.value += by }
fn Node.twice(self: *Node) u32 { return self.value * 2 }
fn Node.made(value: u32) Node { return Node{ value, next: none } }

fn methods() u32 {
    var node = Node.made(4)
    node.add(2)
    let pointer = &mut node
    pointer.add(1)
    nodes[1].add(pointer.twice())
    for i in 0..nodes.len {
        nodes[i].value = i
    }
    for node in nodes {
        neighbour.take(node.value)
    }
    return Node.made(3).twice() + node.twice()
}

fn bits_fields(f: *mut Flags, level: u32, port: *io mut Flags) Flags {
    f.a = true
    f.mode = Mode.on
    f.level = level as u4
    f.level = 15
    f.level += 1
    port.level = f.level
    f.level = level as u8
    return Flags{ a: f.a or f.mode == Mode.both, level: (level >> 3) as u4 }
}

fn area(s: *Shape) u32 {
    return match s {
        empty => 0
        square{ side } => side as u32 * side
        Shape.box{ width: w, height: h } => w * h
    }
}

fn shapes() u32 {
    var shape = Shape.square{ side: 3 }
    let first = area(&shape)
    shape = Shape.box{ width: first, height: 2 }
    match shape {
        empty | square => panic("not a box")
        box => {}
    }
    return area(&shape)
}

fn parse(text: []u8) u32!Error {
    var value: u32 = 0
    if text.len == 0 { fail Error.bad }
    for c in text {
        match c {
            '0'..':' => value = value *? 10 +? (c - '0')
            '_' => {}
            _ => fail Error.worse
        }
    }
    return value
}

fn handled(text: []u8) u32 {
    let a = parse(text) catch 0
    let b = parse(text[1..]) catch |e| e as u32
    let c = parse("12") catch |_| return 3
    let d = parse("x") catch |e| {
        if e == Error.bad { return 1 }
        7
    }
    let e = parse("y") catch panic("cannot parse {}", text)
    return a + b + c + d + e
}

fn passed(text: []u8) void!Error {
    let opened = try parse(text)
    defer neighbour.take(opened)
    errdefer {
        neighbour.take(1)
        neighbour.take(2)
    }
    _ = try parse(text[opened..])
    if opened > 3 { return }
    fail Error.bad
}

fn fill(to: []mut u8, from: []u8) u32 {
    let n = min(to.len, from.len)
    for i in 0..n {
        to[i] = from[i]
    }
    cpu.copy(to.ptr, from.ptr, n)
    return n
}

fn slices() u32 {
    var buffer: [64]u8 = uninit
    let n = fill(buffer[..], "text") + fill(buffer[4..8], buffer[..4])
    let all: []u8 = buffer[..n]
    let raw = raw_slice(0xB8000 as *io mut u16, 2000)
    raw[3] = 'x' as u16 | 0x0700
    let memory = &mut raw[4]
    memory.* = 5
    return all.len + raw[3]
}

fn user(p: *user u32, s: []user mut u8) u32 {
    let address = p as u32
    return address + s.len + (s[1..].ptr as u32)
}

fn arithmetic(a: u8, b: u32, c: i16, d: u64, e: i32) u64 {
    let wide: u32 = a
    let signed: i32 = c
    let cut = b as u8
    let checked = b as? u8
    let more = a + b
    let mixed = c as u32 + b
    let big = d + b + a
    let shifted = b << a >> 3
    let compared = a < b and c <= signed and not (d == 0) or e > -5
    let literal = if compared { 1 } else { a }
    let negated = -signed
    let distance = max(a, b) - min(b, 3)
    return big + more + mixed + wide + cut + checked + shifted + literal + distance + (negated as u32)
}

fn show(console: *mut sink.Sink, mode: Mode, d: u64, name: []u8, p: ?*u8, small: i8, flags: Flags) {
    print(console, "{} {x} {08x} {6} {-6} {c} {{}}\n", mode, d, exported_word, name, "left", 'c')
    print(console, "{} {} {} {} {x}", p, small, flags, true, small)
    assert(exported_word != 0)
    assert(exported_word < 100, "exported_word is {}", exported_word)
    neighbour.console.text("x", 0)
    print(&mut neighbour.console, "direct {}", Mode.on)
}

fn never_comes_back(n: u32) never {
    if n == 0 { panic("zero") }
    while true { cpu.hlt() }
}

fn by_never(n: u32) u32 {
    let value = if n > 4 { n } else { never_comes_back(n) }
    return value
}

fn handlers(which: u32) u32 {
    let table: [2]Handler = [by_never, Mode_to]
    let chosen = table[which]
    return chosen(which) + table[0](1)
}
fn Mode_to(n: u32) u32 { return n }

fn nested(n: u32) u32 {
    var total: u32 = 0
    for i in 0..n {
        for j in i..n {
            if j == 3 { continue }
            if j == 5 { break }
            defer total += 1
            total += i * j
        }
    }
    return total
}

fn optional(p: ?*Node, q: *Node) bool {
    let same = p == q
    let none_given = p == none
    let widened: ?*Node = q
    return same or none_given or widened != none
}

fn matches(b: bool, n: i8, m: Mode) u32 {
    let first = match b { true => 1, false => 2 }
    let second = match n {
        -128..0 => 1
        0 => 2
        1..127 => 3
        127 => 4
    }
    match m {
        off => {}
        on if b => return 9
        on | both => neighbour.take(1)
    }
    return first + second
}

asm fn add(a: u32, b: u32) u32 @clobbers(ecx) @stack(8) {
    ; adds { not replaced
    lea eax, [eax + edx + {neighbour.LIMIT} + {size_of(Gate)} + {offset_of(cpu.TrapFrame, eip)}]
    mov ecx, [{exported_word}]
    call {by_never}
    call {Node.made}
    ret
}

interrupt(14) fn page_fault(f: *mut cpu.TrapFrame) never {
    f.eip += add(1, 2)
    cpu.resume(f)
}

@export("timer") interrupt(32) fn timer(f: *mut cpu.TrapFrame) never { cpu.resume(f) }

fn vectors() u32 { return page_fault as u32 + (timer as u32) }

extern "c" fn puts(s: *u8) i32
extern "c" fn callback(x: i32) i32 { return x + puts(c"called") }
extern "c" var __start_table: u8

@upcall fn on_fault(va: u32) u32 { return on_fault_deeper(va) + add(1, 2) }
@upcall @stack(64) fn on_fault_deeper(va: u32) u32 {
    if va == 0 { panic("fault at {x}", va) }
    return va
}
@recursive(10) fn down(n: u32) u32 { return if n == 0 { 0 } else { up(n - 1) } }
@recursive(10) @noinline fn up(n: u32) u32 { return down(n) }

@panic fn begin(file: []u8, line: u32) *mut sink.Sink {
    print(&mut neighbour.console, "{}:{}: ", file, line)
    return &mut neighbour.console
}

@entry @section(".start") fn start() never {
    let table = &__start_table
    _ = table as u32
    _ = length(head)
    never_comes_back(1)
}

test "adding" {
    assert(add(1, 2) == 3)
}

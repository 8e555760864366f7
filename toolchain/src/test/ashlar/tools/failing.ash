/// Tests that fail, each in its way, and one that passes.
system module failing

use queue

test "passes" {
    assert(queue.PLACES == 16)
}

test "an assertion" {
    assert(queue.PLACES == 17, "{} places", queue.PLACES)
}

test "an index" {
    let a = [1, 2, 3]
    var i: u32 = 3
    i += a[0]
    assert(a[i] == 0)
}

test "no end" {
    while true { }
}

asm fn port() u32 {
    mov eax, 1
    mov ebx, 3
    int 0x80
    ret
}

test "an exit" {
    _ = port()
}

asm fn fault() {
    mov eax, 0x1234
    mov fs, eax
    ret
}

test "an exception" {
    fault()
}

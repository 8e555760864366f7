//= columns 2176 7 104
//= rows 1316 down 1316
//= shift 10300 conditional 637
//= neighbours 1 1 1 0
module counted_addresses
use host

struct Cell { value: u32, marks: [32]u8 }

var table: [16][32]u32 = [[0; 32]; 16]
var cells: [12]Cell = [Cell{ value: 0, marks: [0; 32] }; 12]

// The address grows by a row, 128 bytes, while the counter is wanted too.
@noinline fn column(t: []mut [32]u32, c: u32) u32 {
    var sum: u32 = 0
    for r in 0..t.len { sum += t[r][c] * (r + 1) }
    return sum
}

// The width is no number, so the word grows by a value.
@noinline fn rows(bytes: []u8, width: u32, count: u32, column: u32) u32 {
    var sum: u32 = 0
    for r in 0..count { sum += bytes[r * width + column] }
    return sum
}

@noinline fn rows_from_below(bytes: []u8, width: u32, count: u32, column: u32) u32 {
    var sum: u32 = 0
    var r = count
    while r > 0 {
        r -= 1
        sum += bytes[r * width + column]
    }
    return sum
}

// The same multiple as a number, not as an address; it wraps around.
@noinline fn shifted(n: u32) u32 {
    var sum: u32 = 0
    for i in 0..n { sum += (i << 28 >> 24) ^ (i * 0x8000_000D) }
    return sum
}

@noinline fn in_some_turns(n: u32) u32 {
    var sum: u32 = 0
    for i in 0..n {
        if i & 1 == 1 { sum += i * 13 }
    }
    return sum
}

@noinline fn neighbours(c: []mut Cell) {
    var i: u32 = c.len - 1
    while i > 0 {
        c[i].value = c[i - 1].value + 1
        i -= 1
    }
}

@entry fn start() never {
    for r in 0..16 {
        for c in 0..32 { table[r][c] = r + c }
    }
    print(host.out(), "columns {} {} {}\n", column(table[..], 6), column(table[..1], 7), column(table[3..5], 31))
    var bytes = [0 as u8; 200]
    for i in 0..bytes.len { bytes[i] = i as u8 }
    print(host.out(), "rows {} down {}\n", rows(bytes[..], 14, 14, 3), rows_from_below(bytes[..], 14, 14, 3))
    print(host.out(), "shift {} conditional {}\n", shifted(40), in_some_turns(14))
    cells[cells.len - 1].value = 2
    neighbours(cells[..])
    print(host.out(), "neighbours {} {} {} {}\n", cells[11].value, cells[10].value, cells[1].value, cells[0].value)
    host.exit(0)
}

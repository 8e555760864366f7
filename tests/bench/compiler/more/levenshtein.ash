/// How many edits make one text of another, with one row of the table.
module levenshtein

use host

var a: [120]u8 = [0; 120]
var b: [130]u8 = [0; 130]
var row: [131]u32 = [0; 131]

fn distance(x: []u8, y: []u8) u32 {
    for j in 0..y.len + 1 { row[j] = j }
    for i in 0..x.len {
        var diagonal = row[0]
        row[0] = i + 1
        for j in 0..y.len {
            let above = row[j + 1]
            let cost: u32 = if x[i] == y[j] { 0 } else { 1 }
            row[j + 1] = min(min(above + 1, row[j] + 1), diagonal + cost)
            diagonal = above
        }
    }
    return row[y.len]
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds { sum = sum * 31 + distance(a[round..], b[..130 - round]) }
    return sum
}

@entry fn start() never {
    var x: u32 = 5
    for i in 0..120 {
        x = x * 1664525 + 1013904223
        a[i] = (x >> 29) as u8
    }
    for i in 0..130 {
        x = x * 1664525 + 1013904223
        b[i] = (x >> 29) as u8
    }
    host.finish(run(10))
}

/// Filters of three by three over a picture of bytes.
module convolve

use host

const W: u32 = 32
const H: u32 = 24

var source: [24][32]u8 = [[0; 32]; 24]
var target: [24][32]u8 = [[0; 32]; 24]

fn apply(from: [][32]u8, to: []mut [32]u8, k: *[3][3]i32) {
    for y in 1..H - 1 {
        for x in 1..W - 1 {
            var sum: i32 = 0
            for i in 0..3 {
                for j in 0..3 { sum += k[i][j] * (from[y + i - 1][x + j - 1] as i32) }
            }
            sum >>= 4
            if sum < 0 { sum = 0 }
            if sum > 255 { sum = 255 }
            to[y][x] = sum as u8
        }
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 5
    for y in 0..H {
        for i in 0..W {
            x = x * 1664525 + 1013904223
            source[y][i] = (x >> 24) as u8
        }
    }
    let blur = [[1 as i32, 2, 1], [2, 4, 2], [1, 2, 1]]
    let sharp = [[0 as i32, -16, 0], [-16, 80, -16], [0, -16, 0]]
    for round in 0..rounds {
        apply(source[..], target[..], &blur)
        apply(target[..], source[..], &sharp)
        for y in 0..H {
            for i in 0..W { sum = sum * 31 + source[y][i] as u32 }
        }
    }
    return sum
}

@entry fn start() never { host.finish(run(10)) }

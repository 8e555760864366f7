/// A product of square matrices of signed words: three loops, two-dimensional arrays behind pointers.
module matmul

use host

const N = 32

type Matrix = [N][N]i32

var a: Matrix = [[0; N]; N]
var b: Matrix = [[0; N]; N]
var c: Matrix = [[0; N]; N]

fn multiply(x: *Matrix, y: *Matrix, into: *mut Matrix) {
    for i in 0..N {
        for j in 0..N {
            var sum: i32 = 0
            for k in 0..N {
                sum += x[i][k] * y[k][j]
            }
            into[i][j] = sum
        }
    }
}

fn setup() {
    var x: u32 = 5
    for i in 0..N {
        for j in 0..N {
            x = x * 1664525 + 1013904223
            a[i][j] = (x >> 24) as i32 - 128
            b[i][j] = (x >> 16 & 255) as i32 - 128
        }
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        multiply(&a, &b, &mut c)
        for i in 0..N {
            sum = sum * 31 + c[i][N - 1 - i] as u32
        }
        a[round % N][0] += 1
    }
    return sum
}

@entry fn start() never {
    setup()
    host.finish(run(6))
}

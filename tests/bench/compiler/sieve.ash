/// The sieve of Eratosthenes: byte stores at a stride, and a count of what is left.
module sieve

use host

const SIZE = 8190

var composite: [SIZE]u8 = [0; SIZE]

@noinline @export("run")
fn run(rounds: u32) u32 {
    var count: u32 = 0
    for round in 0..rounds {
        for i in 0..SIZE {
            composite[i] = 0
        }
        for i in 0..SIZE {
            if composite[i] == 0 {
                let prime = i + i + 3
                var k = i + prime
                while k < SIZE {
                    composite[k] = 1
                    k += prime
                }
                count += prime
            }
        }
    }
    return count
}

@entry fn start() never {
    host.finish(run(8))
}

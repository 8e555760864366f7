/// Fibonacci's numbers by the definition: calls and returns.
module fib

use host

fn fib(n: u32) u32 @recursive(32) {
    if n < 2 { return n }
    return fib(n - 1) + fib(n - 2)
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        sum = sum * 3 + fib(20 + round)
    }
    return sum
}

@entry fn start() never {
    host.finish(run(4))
}

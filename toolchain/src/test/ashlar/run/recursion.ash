//= 120 55
//= 6
module recursion
use host

@recursive(20) fn factorial(n: u32) u32 { return if n < 2 { 1 } else { n * factorial(n - 1) } }
@recursive(20) fn fibonacci(n: u32) u32 {
    if n < 2 { return n }
    return fibonacci(n - 1) + fibonacci(n - 2)
}

@entry fn start() never {
    print(host.out(), "{} {}\n", factorial(5), fibonacci(10))
    print(host.out(), "{}\n", factorial(3))
    host.exit(0)
}

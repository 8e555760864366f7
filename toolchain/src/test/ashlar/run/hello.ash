//= hello, world
module hello
use host

@entry fn start() never {
    print(host.out(), "hello, world\n")
    host.exit(0)
}

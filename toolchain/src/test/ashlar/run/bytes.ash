//= hello 0 13
//= copied copied
//= A
system module bytes
use host

use cpu

@entry fn start() never {
    let s = c"hello"
    let bytes = raw_slice(s, 6)
    print(host.out(), "{} {} {}\n", bytes[..5], bytes[5], "\x41\u{e9}\n\"\\{}".len + 5)
    var to = [0 as u8; 6]
    cpu.copy(&mut to[0], "copied".ptr, 6)
    print(host.out(), "{} {}\n", to[..], "copied")
    cpu.fill(&mut to[0], 'A', 6)
    print(host.out(), "{}\n", to[..1])
    host.exit(0)
}

//= 499500 8192
module big_frame
use host

fn fill(a: []mut u32) { for i in 0..a.len { a[i] = i } }

@entry fn start() never {
    var a = [0 as u32; 1000]
    var big = [1 as u8; 8192]
    fill(a[..])
    var total: u32 = 0
    for x in a { total += x }
    var ones: u32 = 0
    for b in big { ones += b as u32 }
    print(host.out(), "{} {}\n", total, ones)
    host.exit(0)
}

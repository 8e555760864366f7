/// The stream cipher RC4: a state that is read and written at places that depend on it.
module rc4

use host

struct State { box: [256]u8, i: u8, j: u8 }

fn State.key(self: *mut State, key: []u8) {
    for i in 0..256 { self.box[i] = i as u8 }
    var j: u32 = 0
    for i in 0..256 {
        j = (j + self.box[i] as u32 + key[i % key.len] as u32) & 255
        let t = self.box[i]
        self.box[i] = self.box[j]
        self.box[j] = t
    }
    self.i = 0
    self.j = 0
}

fn State.apply(self: *mut State, data: []mut u8) {
    for n in 0..data.len {
        self.i = (self.i as u32 + 1 & 255) as u8
        self.j = (self.j as u32 + self.box[self.i] as u32 & 255) as u8
        let t = self.box[self.i]
        self.box[self.i] = self.box[self.j]
        self.box[self.j] = t
        data[n] ^= self.box[self.box[self.i] as u32 + self.box[self.j] as u32 & 255]
    }
}

var text: [512]u8 = [0; 512]

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var s = State{}
    for round in 0..rounds {
        let key = [round as u8, 17, 42, 99, 3]
        s.key(key[..])
        s.apply(text[..])
        for i in 0..512 { sum = sum * 31 + text[i] as u32 }
    }
    return sum
}

@entry fn start() never { host.finish(run(40)) }

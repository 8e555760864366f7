/// FIPS 180-4's SHA-256: rotations, many live values, a schedule of 64 words.
module sha256

use host

const K: [64]u32 = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]

struct Hash { state: [8]u32 }

var message: [1024]u8 = [0; 1024]

fn rotate(x: u32, n: u32) u32 {
    return x >> n | x << (32 - n)
}

fn Hash.block(self: *mut Hash, bytes: []u8) {
    var w = [0 as u32; 64]
    for i in 0..16 {
        w[i] = (bytes[i * 4] as u32) << 24 | (bytes[i * 4 + 1] as u32) << 16 | (bytes[i * 4 + 2] as u32) << 8 | bytes[i * 4 + 3]
    }
    for i in 16..64 {
        let s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3
        let s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10
        w[i] = w[i - 16] + s0 + w[i - 7] + s1
    }
    var a = self.state[0]
    var b = self.state[1]
    var c = self.state[2]
    var d = self.state[3]
    var e = self.state[4]
    var f = self.state[5]
    var g = self.state[6]
    var h = self.state[7]
    for i in 0..64 {
        let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let t1 = h + s1 + (e & f ^ ~e & g) + K[i] + w[i]
        let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let t2 = s0 + (a & b ^ a & c ^ b & c)
        h = g
        g = f
        f = e
        e = d + t1
        d = c
        c = b
        b = a
        a = t1 + t2
    }
    self.state[0] += a
    self.state[1] += b
    self.state[2] += c
    self.state[3] += d
    self.state[4] += e
    self.state[5] += f
    self.state[6] += g
    self.state[7] += h
}

fn setup() {
    var x: u32 = 7
    for i in 0..message.len {
        x = x * 1664525 + 1013904223
        message[i] = (x >> 24) as u8
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var hash = Hash{ state: [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ] }
    for round in 0..rounds {
        var at: u32 = 0
        while at < message.len {
            hash.block(message[at..at + 64])
            at += 64
        }
    }
    return hash.state[0] ^ hash.state[7]
}

@entry fn start() never {
    setup()
    host.finish(run(16))
}

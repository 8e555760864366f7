/// Characters that wait, first in, first out.
///
/// Trust: nothing; what is full says so.
module queue

/// How many fit.
pub const PLACES = 16
const SECRET = 1

pub enum Error: u8 { full, empty }

/// The last 16 characters that nobody has read yet.
pub struct Queue { bytes: [16]u8, head: u32, tail: u32 }

pub fn Queue.put(self: *mut Queue, c: u8) void!Error {
    if self.tail - self.head == self.bytes.len { fail Error.full }
    self.bytes[self.tail % 16] = c
    self.tail += 1
}

pub fn Queue.take(self: *mut Queue) u8!Error {
    if self.head == self.tail { fail Error.empty }
    let c = self.bytes[self.head % 16]
    self.head += 1
    return c
}

test "what goes in comes out" {
    var q = Queue{}
    q.put('a') catch panic("no room")
    assert((q.take() catch 0) == 'a', "took something else")
}

test "a full queue refuses" {
    var q = Queue{}
    for i in 0..16 { q.put('b') catch panic("full") }
    q.put('b') catch |e| { return }
    assert(false)
}

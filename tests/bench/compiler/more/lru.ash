/// A cache that forgets what was used least recently: a hash table with chains and a list through the same entries, by numbers.
module lru

use host

const NONE: u32 = 0xFFFFFFFF

struct Entry { key: u32, value: u32, chain: u32, before: u32, after: u32 }

struct Cache { buckets: [64]u32, entries: [100]Entry, used: u32, newest: u32, oldest: u32, hits: u32 }

var cache: Cache = Cache{}

fn Cache.clear(self: *mut Cache) {
    for i in 0..64 { self.buckets[i] = NONE }
    self.used = 0
    self.newest = NONE
    self.oldest = NONE
    self.hits = 0
}

fn Cache.unlink(self: *mut Cache, i: u32) {
    let e = self.entries[i]
    if e.before == NONE { self.newest = e.after } else { self.entries[e.before].after = e.after }
    if e.after == NONE { self.oldest = e.before } else { self.entries[e.after].before = e.before }
}

fn Cache.front(self: *mut Cache, i: u32) {
    let e = &mut self.entries[i]
    e.before = NONE
    e.after = self.newest
    if self.newest != NONE { self.entries[self.newest].before = i }
    self.newest = i
    if self.oldest == NONE { self.oldest = i }
}

fn Cache.forget(self: *mut Cache, i: u32) {
    let bucket = self.entries[i].key % 64
    if self.buckets[bucket] == i {
        self.buckets[bucket] = self.entries[i].chain
        return
    }
    var at = self.buckets[bucket]
    while self.entries[at].chain != i { at = self.entries[at].chain }
    self.entries[at].chain = self.entries[i].chain
}

fn Cache.value(self: *mut Cache, key: u32) u32 {
    var at = self.buckets[key % 64]
    while at != NONE {
        if self.entries[at].key == key {
            self.hits += 1
            self.unlink(at)
            self.front(at)
            return self.entries[at].value
        }
        at = self.entries[at].chain
    }
    var i = self.used
    if i < 100 {
        self.used += 1
    } else {
        i = self.oldest
        self.unlink(i)
        self.forget(i)
    }
    self.entries[i] = Entry{ key, value: key * key, chain: self.buckets[key % 64], before: NONE, after: NONE }
    self.buckets[key % 64] = i
    self.front(i)
    return key * key
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    for round in 0..rounds {
        cache.clear()
        var x = round
        for i in 0..1500 {
            x = x * 1664525 + 1013904223
            sum = sum * 3 + cache.value((x >> 24) % (100 + (x >> 10 & 127)))
        }
        sum += cache.hits
    }
    return sum
}

@entry fn start() never { host.finish(run(3)) }

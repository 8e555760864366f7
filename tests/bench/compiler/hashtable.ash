/// A hash table with open addressing: insertions, searches and removals of numbers, in a struct of arrays.
module hashtable

use host

const SIZE: u32 = 1024
const EMPTY: u32 = 0
const REMOVED: u32 = 0xFFFFFFFF

struct Table { keys: [1024]u32, values: [1024]u32, used: u32 }

var table: Table = Table{}

fn place(key: u32) u32 {
    return key * 2654435769 >> 22
}

fn Table.put(self: *mut Table, key: u32, value: u32) {
    var i = place(key)
    while self.keys[i] != EMPTY and self.keys[i] != REMOVED {
        if self.keys[i] == key {
            self.values[i] = value
            return
        }
        i = i + 1 & SIZE - 1
    }
    self.keys[i] = key
    self.values[i] = value
    self.used += 1
}

fn Table.find(self: *Table, key: u32) u32 {
    var i = place(key)
    while self.keys[i] != EMPTY {
        if self.keys[i] == key { return i }
        i = i + 1 & SIZE - 1
    }
    return SIZE
}

fn Table.remove(self: *mut Table, key: u32) bool {
    let i = self.find(key)
    if i == SIZE { return false }
    self.keys[i] = REMOVED
    self.used -= 1
    return true
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 99
    for round in 0..rounds {
        for i in 0..SIZE {
            table.keys[i] = EMPTY
        }
        table.used = 0
        for i in 0..700 {
            x = x * 1664525 + 1013904223
            table.put((x >> 20) + 1, i)
        }
        for i in 0..4096 {
            let at = table.find(i + 1)
            if at < SIZE { sum += table.values[at] }
        }
        for i in 0..500 {
            x = x * 1664525 + 1013904223
            if table.remove((x >> 20) + 1) { sum += 1 }
        }
        sum = sum * 3 + table.used
    }
    return sum
}

@entry fn start() never {
    host.finish(run(8))
}

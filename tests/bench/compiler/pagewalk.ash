/// Translations through two levels of page tables, with rights checked and the accessed and dirty bits kept, as an MMU does it.
module pagewalk

use host

bits Entry: u32 {
    present: bool @0, writable: bool @1, user: bool @2
    reserved @4:3
    accessed: bool @5, dirty: bool @6
    reserved @8:7
    avail: u3 @11:9
    frame: u20 @31:12
}

enum Fault: u8 { absent, write, user }

const TABLES = 16

var tables: [TABLES][1024]Entry = [[Entry{}; 1024]; TABLES]

fn translate(va: u32, write: bool, user: bool) u32!Fault {
    let directory = &mut tables[0][va >> 22]
    if not directory.present { fail Fault.absent }
    let entry = &mut tables[directory.frame % TABLES][va >> 12 & 1023]
    if not entry.present { fail Fault.absent }
    if user and not (directory.user and entry.user) { fail Fault.user }
    if write and not (directory.writable and entry.writable) { fail Fault.write }
    directory.accessed = true
    if not entry.accessed or write and not entry.dirty {
        entry.accessed = true
        if write { entry.dirty = true }
    }
    return entry.frame << 12 | va & 0xFFF
}

fn setup() {
    var x: u32 = 21
    for t in 1..TABLES {
        tables[0][t] = Entry{ present: true, writable: t % 4 != 0, user: t % 3 != 0, frame: t as u20 }
        for i in 0..1024 {
            x = x * 1664525 + 1013904223
            tables[t][i] = Entry{ present: x >> 28 != 0, writable: x >> 27 & 1 != 0, user: x >> 26 & 1 != 0, frame: (x >> 4) as u20 }
        }
    }
}

@noinline @export("run")
fn run(rounds: u32) u32 {
    var sum: u32 = 0
    var x: u32 = 4
    for round in 0..rounds {
        x = x * 1664525 + 1013904223
        let pa = translate(x >> 6, x & 0x100 != 0, x & 0x200 != 0) catch |fault| match fault {
            absent => 1
            write => 2
            user => 3
        }
        sum = sum * 3 + pa
    }
    return sum
}

@entry fn start() never {
    setup()
    host.finish(run(20000))
}

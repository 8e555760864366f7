/// The shell's background jobs that have not ended yet. A job is called by its place in the table plus 1.
///
/// Trust: plain code.
module jobs

use libos.unix.file
use libos.unix.process

/// Its last process (0: the place is free), and the server's number of it.
struct Job { process: u32, job: u32 }

const MOST: u32 = 16

var table: [16]Job = [Job{}; 16]

/// Notes a job and says how it is called.
pub fn add(child: u32, job: u32) {
    for i in 0..MOST {
        if table[i].process == 0 {
            table[i] = Job{ process: child, job: job }
            print(file.out(), "[{}] {}\n", i + 1, child)
            return
        }
    }
}

/// Says which have ended.
pub fn report_ended() {
    while true {
        let ended = process.poll() catch { return }
        for i in 0..MOST {
            if table[i].process == ended.process {
                print(file.out(), "[{}] ended, status {}\n", i + 1, ended.status)
                table[i] = Job{}
            }
        }
    }
}

/// The server's number of a job, 0 if there is none.
pub fn number(place: u32) u32 { return if place == 0 or place > MOST { 0 } else { table[place - 1].job } }

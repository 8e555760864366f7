/// All frames taken, then all environments: errors, nothing half done, and everything works again afterwards. Runs last: a few environments stay.
system module trial.exhaustion

use abi.call
use abi.capability
use abi.layout
use trial.calls
use trial.child
use trial.lives

const FIRST: u32 = 6

pub fn run() {
    calls.begin("exhaustion")
    lives.settle()
    frames()
    environments()
    calls.end()
}

fn frames() {
    let me = calls.me()
    let before = calls.free_frames()
    var got: u32 = 0
    var last: u32 = 0
    while true {
        let came = calls.three(call.Call.frame_alloc, 0, call.ANY_FRAME, 0)
        if came.error != 0 {
            calls.equal("no frame", came.error, call.Error.no_frame as u32)
            break
        }
        got += 1
        last = came.value
    }
    calls.equal("all of them", got, before)
    calls.equal("none left", calls.free_frames(), 0)
    calls.refused3("an environment", call.Error.no_frame, call.Call.env_create, capability.FACTORY, FIRST, 0)
    calls.refused("an entry that needs a table", call.Error.no_frame, &calls.Try{ number: 8, a: 0, b: me, c: 0, d: 0x78000000, e: last << 12 | 1, f: 0 })
    calls.equal("nothing refers to it", calls.frame(last).*.references, 0)
    // One or two frames are not enough for an environment, which takes three: they stay free.
    _ = calls.must(call.Call.frame_free, 0, last, 0, 0, 0, 0)
    calls.refused3("an environment of one frame", call.Error.no_frame, call.Call.env_create, capability.FACTORY, FIRST, 0)
    calls.equal("it is still free", calls.free_frames(), 1)
    for number in 1..calls.machine().*.frames {
        let f = calls.frame(number)
        if f.*.holder == me and f.*.kind == layout.FrameKind.held and f.*.references == 0 {
            _ = calls.must(call.Call.frame_free, 0, number, 0, 0, 0, 0)
        }
    }
    calls.equal("all are back", calls.free_frames(), before)
}

fn environments() {
    var slot: u32 = FIRST
    var made: u32 = 0
    while true {
        let came = calls.three(call.Call.env_create, capability.FACTORY, slot, 0)
        if came.error != 0 {
            calls.equal("no environment", came.error, call.Error.no_environment as u32)
            break
        }
        made += 1
        if slot == capability.SLOTS - 1 { _ = calls.must(call.Call.cap_drop, slot, 0, 0, 0, 0, 0) } else { slot += 1 }
    }
    calls.equal("62 more than ourselves", made, layout.ENVIRONMENTS - 2)
    for s in FIRST..slot {
        let number = 2 + s - FIRST
        _ = calls.must(call.Call.env_free, s, number, 0, 0, 0, 0)
        _ = calls.must(call.Call.cap_drop, s, 0, 0, 0, 0, 0)
    }
    calls.equal("and again", calls.three(call.Call.env_create, capability.FACTORY, FIRST, 0).error, 0)
}

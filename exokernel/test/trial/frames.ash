/// Frames: by number or any, held and given up, references and what is left in them.
system module trial.frames

use abi.call
use abi.layout
use trial.calls
use trial.child

const HERE: u32 = 0x60000000
const OTHER: u32 = 0x60001000
const SECRET: u32 = 0x5EC3E7

pub fn run() {
    calls.begin("frames")
    let before = calls.free_frames()
    let me = calls.me()
    let f = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    calls.equal("held", calls.frame(f).*.kind as u32, layout.FrameKind.held as u32)
    calls.equal("by us", calls.frame(f).*.holder, me)
    calls.equal("one free frame less", calls.free_frames(), before - 1)
    wrong(f)
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, f << 12 | 3, 0)
    calls.equal("referred to", calls.frame(f).*.references, 1)
    let word = HERE as *io mut u32
    calls.equal("scrubbed", word.*, 0)
    word.* = SECRET
    _ = calls.must(call.Call.frame_free, 0, f, 0, 0, 0, 0)
    calls.equal("still ours while mapped", word.*, SECRET)
    calls.equal("and not free", calls.frame(f).*.kind as u32, layout.FrameKind.held as u32)
    calls.refused3("given up twice", call.Error.bad_argument, call.Call.frame_free, 0, f, 0)
    calls.refused3("allocated while mapped", call.Error.frame_in_use, call.Call.frame_alloc, 0, f, 0)
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, 0, 0)
    calls.equal("free at the last", calls.frame(f).*.kind as u32, layout.FrameKind.free as u32)
    calls.refused("mapped when free", call.Error.denied, &calls.Try{ number: 8, a: 0, b: me, c: 0, d: HERE, e: f << 12 | 1, f: 0 })
    again()
    calls.end()
}

fn wrong(f: u32) {
    let count = calls.machine().*.frames
    calls.refused3("in use", call.Error.frame_in_use, call.Call.frame_alloc, 0, f, 0)
    calls.refused3("beyond the last", call.Error.bad_argument, call.Call.frame_alloc, 0, count, 0)
    calls.refused3("far beyond", call.Error.bad_argument, call.Call.frame_alloc, 0, 0xFFFFFFFE, 0)
    calls.refused3("number 0", call.Error.frame_in_use, call.Call.frame_alloc, 0, 0, 0)
    calls.refused3("the kernel's", call.Error.frame_in_use, call.Call.frame_alloc, 0, 0x100, 0)
    calls.refused3("where the screen would be", call.Error.frame_in_use, call.Call.frame_alloc, 0, 0xB8, 0)
    calls.refused3("free the kernel's", call.Error.denied, call.Call.frame_free, 0, 0x100, 0)
    calls.refused3("free beyond the last", call.Error.denied, call.Call.frame_free, 0, count, 0)
}

/// The same number under our name keeps its bytes, under another it does not.
fn again() {
    let me = calls.me()
    let number = child.make(0)
    let f = calls.must(call.Call.frame_alloc, 0, call.ANY_FRAME, 0, 0, 0, 0)
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, f << 12 | 3, 0)
    (HERE as *io mut u32).* = SECRET
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, 0, 0)
    _ = calls.must(call.Call.frame_free, 0, f, 0, 0, 0, 0)
    calls.equal("by number", calls.three(call.Call.frame_alloc, 0, f, 0).value, f)
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, f << 12 | 3, 0)
    calls.equal("our own bytes again", (HERE as *io u32).*, SECRET)
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, 0, 0)
    _ = calls.must(call.Call.frame_free, 0, f, 0, 0, 0, 0)
    calls.equal("under the child's name", calls.three(call.Call.frame_alloc, child.slot(0), f, 0).value, f)
    calls.refused("through our own", call.Error.denied, &calls.Try{ number: 8, a: 0, b: me, c: 0, d: HERE, e: f << 12 | 1, f: 0 })
    _ = calls.must(call.Call.pte_set, 0, me, child.slot(0), HERE, f << 12 | 3, 0)
    calls.equal("not to be read by another", (HERE as *io u32).*, 0)
    _ = calls.must(call.Call.pte_set, 0, me, 0, HERE, 0, 0)
    _ = calls.must(call.Call.frame_free, child.slot(0), f, 0, 0, 0, 0)
    child.end(0, number)
}

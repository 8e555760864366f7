// Used by the file statements and using it: modules may be in a circle.
module check.accepted.other
use check.accepted.statements
use check.accepted.sink

pub const LIMIT = 16
pub var console = sink.Sink{}
var taken: u32 = 0

pub fn take(n: u32) { taken += n + statements.exported_word }

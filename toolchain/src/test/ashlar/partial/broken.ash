module broken
pub fn (
pub const K = 3
fn a() u32 { return true }

module good
pub fn take(x: u32) { let y: bool = x }

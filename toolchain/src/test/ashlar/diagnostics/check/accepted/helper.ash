// What the other files use; on its own it is right.
system module check.accepted.helper

pub type Phys = distinct u32
pub enum Trouble: u32 { small = 1, big }
pub struct Point { x: u32, y: u32 }
struct Hidden { x: u32 }
const SECRET = 5
pub const PUBLIC: u32 = 6
fn private_function() {}
pub fn Point.sum(self: *Point) u32 { return self.x + self.y }
fn Point.inner(self: *Point) u32 { return self.x }
pub fn fails() u32!Trouble { fail Trouble.small }
pub asm fn assembly(a: u32) u32 { ret }
pub const DEVICE: *io mut u32 = 0xFEC0_0000 as *io mut u32
pub const OTHERS: *user u32 = 0x1000 as *user u32

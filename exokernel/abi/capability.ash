/// Capabilities: names, rights, and the slots that hold them.
///
/// Trust: layouts and constants only. Capabilities live in kernel memory; an environment says slot numbers, never names.
///
/// A capability *dominates* a guard if its name is a prefix of the guard's name; it permits an operation if it dominates the object's
/// guard and has the rights the operation needs. The empty name dominates everything.
module abi.capability

pub const SLOTS: u32 = 64
pub const NAME_BYTES: u32 = 12

pub bits Rights: u8 {
    read: bool @0
    write: bool @1
    call: bool @2   // protected transfer
    grant: bool @3  // cap_grant from this slot
    zero @7:4
}

/// `generation` tells a name's later owner from an earlier one.
pub struct Capability @size(16) {
    length: u8  // bytes of the name in use, at most NAME_BYTES
    rights: Rights
    generation: u16
    name: [12]u8
}

/// An environment's capability on itself, also the usual guard of the frames it allocates.
pub const SELF: u32 = 0
// What the first environment finds beside SELF.
pub const FACTORY: u32 = 1      // guard "E": env_create
pub const TIME_SLICES: u32 = 2  // guard "S": slice_set
pub const CONSOLE: u32 = 3      // guard "C"
pub const POWER: u32 = 4        // guard "P"
pub const DISK: u32 = 5         // guard "D": every extent

/// Who may do what: capabilities, the slots that hold them, and the one check that every guarded call makes.
///
/// Trust: the kernel alone makes capabilities; an environment names slots and never sees a name. `allow` is the only place where a right
/// is decided: a capability permits an operation if its name is a prefix of the object's guard and it has the rights.
///
/// Guards: "E" making environments, "S" time slices, "C" console, "P" power, "D" + number an extent of the disk, "e" + number + generation
/// an environment (the generation makes an old capability worthless when the number is used again), and for a frame the name in the slot
/// through which it was allocated.
system module kernel.rights

use abi.call
use abi.capability
use kernel.environment

pub const READ: u8 = 1
pub const WRITE: u8 = 2
pub const CALL: u8 = 4
pub const GRANT: u8 = 8
pub const ALL: u8 = 15

/// No capability has this length, so nothing dominates it and it equals no name: the guard of the kernel's own frames.
pub const NOBODY: u8 = 0xFF

/// Which bits of the three words of a name count, by its length.
const MASKS: [13][3]u32 = masks()

const fn masks() [13][3]u32 {
    var table: [13][3]u32 = [[0; 3]; 13]
    for length in 0..13 {
        for i in 0..length { table[length][i / 4] |= 0xFF << i % 4 * 8 }
    }
    return table
}

/// A name of one letter.
pub fn name(letter: u8) capability.Capability {
    var made = capability.Capability{ length: 1, rights: ALL as capability.Rights }
    made.name[0] = letter
    return made
}

pub fn extent_name(number: u32) capability.Capability {
    var made = name('D')
    made.length = 2
    made.name[1] = number as u8
    return made
}

pub fn environment_name(number: u32, generation: u32) capability.Capability {
    var made = name('e')
    made.length = 6
    made.name[1] = number as u8
    for i in 0..4 { made.name[2 + i] = (generation >> i * 8) as u8 }
    return made
}

/// The three words of a name.
fn words(c: *capability.Capability) *[4]u32 { return c as *[4]u32 }

pub fn dominates(c: *capability.Capability, guard: *capability.Capability) bool {
    if c.length > guard.length or guard.length > capability.NAME_BYTES { return false }
    let mask = &MASKS[c.length]
    let a = words(c)
    let b = words(guard)
    return ((a.*[1] ^ b.*[1]) & mask.*[0] | (a.*[2] ^ b.*[2]) & mask.*[1] | (a.*[3] ^ b.*[3]) & mask.*[2]) == 0
}

/// The same name, whatever the rights.
pub fn same(c: *capability.Capability, guard: *capability.Capability) bool {
    return c.length == guard.length and dominates(c, guard)
}

/// The capability in a slot.
pub fn held(e: *mut environment.Environment, slot: u32) *capability.Capability!call.Error {
    if slot >= capability.SLOTS or not e.used[slot] { fail call.Error.empty_slot }
    return &e.slots[slot]
}

/// Whether the capability in the caller's slot permits `need` on what the guard protects.
pub fn allow(e: *mut environment.Environment, slot: u32, guard: *capability.Capability, need: u8) void!call.Error {
    let c = try held(e, slot)
    if not dominates(c, guard) { fail call.Error.denied }
    if c.rights as u8 & need != need { fail call.Error.weak }
}

/// The environment with a number, if the capability in the caller's slot permits `need` on it.
pub fn target(e: *mut environment.Environment, slot: u32, number: u32, need: u8) *mut environment.Environment!call.Error {
    let c = try held(e, slot)
    if not environment.alive(number) { fail call.Error.dead }
    let t = environment.at(number)
    if not dominates(c, &t.guard) { fail call.Error.denied }
    if c.rights as u8 & need != need { fail call.Error.weak }
    return t
}

/// Whether a new capability may be put into a slot.
pub fn vacant(e: *mut environment.Environment, slot: u32) void!call.Error {
    if slot >= capability.SLOTS { fail call.Error.bad_argument }
    if e.used[slot] { fail call.Error.slot_in_use }
}

pub fn put(e: *mut environment.Environment, slot: u32, c: *capability.Capability) {
    e.slots[slot] = c.*
    e.used[slot] = true
}

/// cap_grant: (env_slot, env, into_slot, from_slot, rights).
pub fn grant(e: *mut environment.Environment) u32!call.Error {
    let wanted = e.frame.edi
    let into = e.frame.ebx
    let t = try target(e, e.frame.edx, e.frame.ecx, WRITE)
    let from = try held(e, e.frame.esi)
    if wanted & ~(ALL as u32) != 0 { fail call.Error.bad_argument }
    if from.rights as u8 & GRANT == 0 or wanted & ~(from.rights as u8 as u32) != 0 { fail call.Error.weak }
    try vacant(t, into)
    var made = from.*
    made.rights = wanted as u8 as capability.Rights
    put(t, into, &made)
    return 0
}

/// cap_drop: (slot).
pub fn drop(e: *mut environment.Environment) u32!call.Error {
    let slot = e.frame.edx
    _ = try held(e, slot)
    if slot == capability.SELF { fail call.Error.bad_argument }
    e.slots[slot] = capability.Capability{}
    e.used[slot] = false
    return 0
}

test "a name dominates those that begin with it" {
    let all = capability.Capability{}
    let extents = name('D')
    let third = extent_name(3)
    let fourth = extent_name(4)
    assert(dominates(&all, &extents) and dominates(&all, &all) and dominates(&extents, &third) and dominates(&third, &third))
    assert(not dominates(&third, &extents) and not dominates(&third, &fourth) and not dominates(&extents, &all))
}

test "names differ in each of their bytes" {
    for i in 0..capability.NAME_BYTES {
        var a = capability.Capability{ length: 12 }
        var b = a
        b.name[i] = 1
        assert(not dominates(&a, &b) and not same(&a, &b))
        a.length = i as u8
        assert(dominates(&a, &b) and not same(&a, &b))
    }
}

test "nothing dominates the kernel's own" {
    let all = capability.Capability{}
    let own = capability.Capability{ length: NOBODY }
    assert(not dominates(&all, &own) and not dominates(&own, &own) and not same(&own, &own))
}

test "a number used again is another environment" {
    let before = environment_name(7, 0x10)
    let after = environment_name(7, 0x1000010)
    assert(not dominates(&before, &after) and not same(&before, &after) and before.name[0] == 'e')
}

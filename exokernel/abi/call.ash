/// The calls of the exokernel: numbers, arguments, results, errors.
///
/// Trust: shared by kernel and library operating systems; holds constants and layouts only, no code and no state.
///
/// A call is `int 0x40` with the number in EAX and up to six arguments in EDX, ECX, EBX, ESI, EDI, EBP. It returns with CF clear and
/// results in EAX and EDX, or with CF set, an `Error` in EAX and a detail in EDX. All other registers and flags are kept.
/// A call does all or nothing, never takes a page fault for its caller and ends in bounded time. Where a range of the caller's memory
/// is not accessible it returns `Error.fault` with the page's address in EDX, bit 0 set for a write: touch the page and call again.
///
/// "slot" arguments name capabilities of the caller (see abi.capability); each call says which guard must be dominated with which right.
module abi.call

pub const VECTOR: u32 = 0x40

pub enum Call: u32 {
    /// (factory_slot, into_slot) -> environment number. Factory: WRITE on guard "E". `into_slot` (empty) receives a capability with all
    /// rights on the new environment, and so does slot 0 of the new one. It has no memory, no entries, no slices, and is not runnable
    /// until its registers were written once. Errors: no_environment, no_frame, slot_in_use.
    env_create = 1
    /// (env_slot, env). WRITE on the environment. Dead at once; its frames return at most 64 a step.
    env_free = 2
    /// (env_slot, env, *Registers). WRITE. Sets the registers of another, or one's own at the return; segments, IOPL, VM, NT, IF are forced.
    frame_write = 3
    /// (env_slot, env, *mut Registers). READ.
    frame_read = 4
    /// (env_slot, env, *Entries). WRITE. Declares where the kernel enters the environment.
    entries = 5
    /// (slot, frame or ANY_FRAME) -> frame number. WRITE. The slot's name becomes the frame's guard. Held until frame_free. Scrubbed
    /// unless the same guard had it last. Errors: no_frame, frame_in_use.
    frame_alloc = 6
    /// (slot, frame). WRITE on the frame. Gives up the hold; the frame is free when no entry and no pin refers to it.
    frame_free = 7
    /// (env_slot, env, frame_slot, va, pte). WRITE on the environment; a present entry needs READ on the frame through `frame_slot`, and
    /// WRITE too if it is writable. Allowed bits: present, writable, accessed, dirty, owner 11:9; user is forced; others: bad_argument.
    /// A non-present entry may hold anything. `va` page-aligned and below abi.layout.USER_TOP. Errors: no_frame (for a page table).
    pte_set = 8
    /// (env_slot, env, frame_slot, *[n]PteChange, n <= 32). As pte_set for each; all or nothing.
    pte_set_batch = 9
    /// (env_slot, env, va) -> entry, 0 if there is no page table. READ.
    pte_get = 10
    /// (slice_slot, index < SLICES, env or 0). WRITE on guard "S". Gives a time slice of the cyclic vector to an environment.
    slice_set = 11
    /// (env or 0). Gives up the rest of the slice, to that environment if it is runnable.
    yield = 12
    /// (address of a u32, value, ticks or 0) -> 0 changed, 1 timed out. Sleeps while the word holds the value, at most that many ticks
    /// where not 0. The word's frame is pinned meanwhile. Returns at once where it differs already.
    sleep = 13
    /// (env_slot, env, w0, w1, w2, w3) -> (w0, w1) of the reply. CALL on the environment. Protected transfer: the target is entered at its
    /// `transfer` entry with EAX = the caller's number, EDX = the caller's generation, EBX ESI EDI EBP = w0 w1 w2 w3, ESP = its transfer
    /// stack, on the caller's slice; the caller waits for the reply, behind others if the target is busy. Errors: dead, no_entry.
    transfer = 14
    /// (env or 0, w0, w1). Answers the environment whose transfer is being served (0: none) and waits for the next one. Does not return.
    /// Errors: not_waiting.
    reply = 15
    /// (*ExceptionFrame). Restores every register from a frame of the exception stack; ends the upcall. Does not return.
    resume = 16
    /// (console_slot, pointer, length <= 4096) -> bytes written. WRITE on guard "C".
    console_write = 17
    /// (console_slot, pointer, length <= 4096) -> bytes read, 0 if none waits. READ on guard "C". Machine.console_input changes when
    /// bytes come.
    console_read = 18
    /// (extent_slot, extent, sector, count << 1 | write, frame_slot, frame): `sector` counts from the start of the extent, count 1 to 8.
    /// WRITE (to write) or READ on the extent's guard "D" + its number; the frame needs WRITE to be read into, READ to be written from,
    /// and is pinned until done. On completion Own.disk_done is one more and Own.disk_status is 0 or the drive's error register.
    /// Errors: busy (one request an environment, 16 in all).
    disk_submit = 19
    /// (env_slot, env, into_slot, from_slot, rights). WRITE on the environment; GRANT in `from_slot`; `into_slot` of the target is empty;
    /// rights are a subset.
    cap_grant = 20
    /// (slot). Slot 0 cannot be dropped.
    cap_drop = 21
    /// () -> EAX milliseconds since the kernel started, EDX seconds since 1970.
    time = 22
    /// (power_slot, status). WRITE on guard "P". Does not return.
    poweroff = 23
}

pub const ANY_FRAME: u32 = 0xFFFFFFFF
pub const BATCH: u32 = 32
pub const SLICES: u32 = 64
pub const SECTORS_A_REQUEST: u32 = 8

pub enum Error: u32 {
    bad_call = 1        /// no such call
    bad_argument = 2    /// a number out of its range, a misaligned address, a forbidden bit
    empty_slot = 3      /// the slot holds no capability, or there is no such slot
    denied = 4          /// the capability's name does not dominate the object's guard
    weak = 5            /// it does, but lacks the right
    fault = 6           /// EDX: page address, bit 0 = write
    no_frame = 7        /// out of physical memory
    frame_in_use = 8
    no_environment = 9  /// out of environments
    slot_in_use = 10
    dead = 11           /// no such environment (any more)
    no_entry = 12       /// the target has no transfer entry
    not_waiting = 13    /// that environment does not wait for this one's reply
    busy = 14
    bad_extent = 15     /// no such extent, or the sectors are not all in it
}

/// Registers of an environment as frame_write and frame_read move them.
pub struct Registers @size(40) {
    edi: u32, esi: u32, ebp: u32, esp: u32, ebx: u32, edx: u32, ecx: u32, eax: u32, eip: u32, eflags: u32
}

/// Where the kernel enters an environment; 0 = nowhere. Without `fault` or `exception` such an event stops the environment.
pub struct Entries @size(28) {
    fault: u32                 /// page faults: ESP points at an ExceptionFrame on the exception stack
    exception: u32             /// other exceptions, likewise
    slice_end: u32             /// end of slice, likewise (vector SLICE_END), with two ticks of grace until resume or yield
    transfer: u32              /// see Call.transfer
    exception_stack_low: u32   /// lowest byte; never copy-on-write
    exception_stack_high: u32  /// one past the highest byte
    transfer_stack: u32        /// ESP at `transfer`
}

pub const SLICE_END: u32 = 0x100

/// What an upcall pushes on the exception stack and `resume` takes back.
pub struct ExceptionFrame @size(52) {
    vector: u32, error: u32, cr2: u32
    edi: u32, esi: u32, ebp: u32, ebx: u32, edx: u32, ecx: u32, eax: u32
    eip: u32, eflags: u32, esp: u32
}

pub struct PteChange @size(8) { va: u32, pte: u32 }

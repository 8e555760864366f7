/// What everyone may know of the machine: the page that all environments see at abi.layout.MACHINE_BOOK.
///
/// Trust: written by the kernel alone; environments have it read-only, so nothing secret may stand in it.
system module kernel.machine

use abi.layout

/// Alone on its page, which is shown.
struct Page @size(4096) { machine: layout.Machine, rest: [3584]u8 }

var page: Page @align(4096) = Page{}

pub fn book() *mut layout.Machine { return &mut page.machine }

/// Physical frame of the book.
pub fn frame() u32 { return (&page as u32 - layout.KERNEL_BASE) / layout.PAGE }

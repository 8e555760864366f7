// What `print` needs of a sink.
module check.accepted.sink

pub struct Sink { count: u32 }
pub fn Sink.text(self: *mut Sink, s: []u8, width: i32) { self.count += s.len + (width as u32) }
pub fn Sink.unsigned(self: *mut Sink, v: u32, base: u32, width: i32, fill: u8) { self.count += v + base + (width as u32) + fill }
pub fn Sink.signed(self: *mut Sink, v: i32, width: i32, fill: u8) { self.count += (v as u32) + (width as u32) + fill }
pub fn Sink.wide(self: *mut Sink, v: u64, base: u32, width: i32, fill: u8) { self.count += (v as u32) + base + (width as u32) + fill }
pub fn Sink.char(self: *mut Sink, c: u8) { self.count += c }

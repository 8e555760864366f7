system module system_code

use cpu

struct Device @size(8) { status: u8 @0, pad 1, data: u16 @2, control: u32 @4 }

@interrupt_stack var stack: [4096]u8 = [0; 4096]
var device: Device = Device{ control: 7 }
const TABLE: [2]fn() = [tick, tick]

fn tick() {
    let d = &mut device as *io mut Device
    while d.status & 1 == 0 {
    }
    d.data = 5
    d.control |= 0x8000
}

interrupt(14) fn page_fault(f: *mut cpu.TrapFrame) never {
    tick()
    cpu.resume(f)
}

interrupt(32) fn timer(f: *mut cpu.TrapFrame) never {
    TABLE[0]()
    cpu.resume(f)
}

extern "c" fn callback(x: i32, y: u64) i32 {
    return x + y as i32 + outside(x)
}

extern "c" fn outside(x: i32) i32

asm fn add(a: u32, b: u32) u32 @clobbers(ebx) {
    lea ebx, [eax+edx]
    mov eax, ebx
    ret
}

@keep asm fn vectors() {
    dd {page_fault}, {timer}
}

@entry fn start() never {
    _ = add(1, 2)
    vectors()
    cpu.hlt()
    unreachable()
}

module statements

pub fn map(dir: *mut [1024]Pte, va: u32, pa: Phys, flags: Rights) void!Error {
    let pde = &mut dir[va >> 22]
    if not pde.present and va != 0 {
        let f = try fr.alloc()
        errdefer fr.free(f)
        (f.page() as *[1024]Pte).* = [EMPTY; 1024]
        pde.* = Pte{ present: true, frame: f.number }
    } else if x < 3 { y += 1 } else { return }
    table(pde)[va >> 12 & 1023] = Pte{ present: true,
        frame: (pa >> 12) as u20 }
    for i in 0..N { }
    for i, x in s[1..] { continue }
    while true { break }
    match env.current() {
        none => panic("fault {x}", va)
        some(e) if code.user => e.upcall(Upcall.fault{ va, code })
        some(_) => f.eip = fixup(f.eip) catch panic("x")
    }
    let k = match k { user => 1, Kind.absent | kernel => { 2 }, 1..9 => 3, -1 => 4, fault{ va, code: c } => 5, _ => return }
    let z = f() catch |err| { fail err }
    _ = g(-1, ~x, -x as u32, a +? b *? c -? d, &mut q.r, c"hi", 'a')
    if (S{ a: 1 }).a == 1 { g() }
    defer { g() }
    fail Error.bad
}

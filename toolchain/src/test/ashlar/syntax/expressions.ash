module expressions
const CALLS = f(a, g(), h.i(j)(k), m.T{ x, y: 2 }.z)
const MATCHED = match x { some(p) => p.value, none => 0 }
const CHOSEN = if a == b { 1 } else if c { 2 } else { match d { 1 | 2 => 3, 'a'..'z' => 4, LOW..HIGH => 5, Kind.none => 6, _ => panic("{}", d) } }
const CAUGHT = f() catch |error| match error { Error.busy => 1, _ => g() catch 2 }
const SLICES = [a[..], a[1..], a[..2], a[1..2], b[3][4]]
const WORDS = [user.io, some, system.test, asm + interrupt, pad * zero - reserved]
const ESCAPES = "\n\r\t\0\\\"\'\x7F\u{20AC}{{}}{08x}"

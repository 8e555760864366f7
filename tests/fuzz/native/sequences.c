// sequences.c -- part of gen.c: sequences of 1 to 12 instructions with prefixes in any order, repeated and redundant ones among them.
//
// EBX, EBP, ESI, EDI and ESP point into the data area and are seldom written, so most memory operands exist; the low halves of
// the same registers are offsets in FS for 16-bit addressing. Flags that an instruction leaves undefined are followed
// along the sequence ("taint"); an instruction that reads such a flag is thrown away and another one made. A forward branch
// makes flags defined only behind its target count as undefined there still.

typedef struct { u8 b[8]; int n, mem, a16, fs, rm; } ea_t;
static struct { int at, reads, writes, undef, taint; } unit[16]; static int nunits;
static int reads_, writes_;      // of the instruction being made
static int taint, joined;        // undefined flags now; index of the unit behind all branch targets so far
static u8 patch_at[16]; static int patch_to[16], npatch;
static char unit_text[1024];

static int free_reg(void){ static const u8 r[] = { EAX, ECX, EDX }; return below(14) ? r[below(3)] : below(8); }
static int free_reg8(void){ static const u8 r[] = { 0, 1, 2, 4, 5, 6 }; return below(14) ? r[below(6)] : below(8); }
static int dest(int sz){ return sz == 1 ? free_reg8() : free_reg(); }
static int any_size(void){ static const u8 s[] = { 1, 2, 4, 4 }; return s[below(4)]; }
static int wide(void){ return below(3) ? 4 : 2; }

static void e_byte(ea_t *e, u32 v, int k){ while (k--) { e->b[e->n++] = v; v >>= 8; } }
static ea_t ea_reg(int r){ ea_t e = { .n = 0, .rm = r }; e_byte(&e, 0xC0 | r, 1); return e; }
static ea_t ea_mem(void){
  ea_t e = { .mem = 1 }; static const u8 base[] = { EBX, ESI, EDI, EBP }; int r = base[below(4)], d = (int)below(48) - 8;
  switch (below(10)) {
    case 0: e_byte(&e, 5, 1); e_byte(&e, DATA + 0x400 + below(128), 4); break;
    case 1: case 2: if (r == EBP) { e_byte(&e, 0x40 | r, 1); e_byte(&e, 0, 1); } else e_byte(&e, r, 1); break;
    case 3: e_byte(&e, 0x40 | r, 1); e_byte(&e, d, 1); break;
    case 4: e_byte(&e, 0x80 | r, 1); e_byte(&e, d, 4); break;
    case 5: e_byte(&e, 0x44, 1); e_byte(&e, below(4) << 6 | 4 << 3 | ESP, 1); e_byte(&e, d & ~3, 1); break;
    case 6: { int sc = below(4); e_byte(&e, 0x84, 1); e_byte(&e, sc << 6 | ECX << 3 | r, 1); e_byte(&e, below(2) ? d : d - (int)(cur.r[ECX] << sc), 4); break; }
    case 7: { int sc = below(4), i = base[below(4)]; e_byte(&e, 4, 1); e_byte(&e, sc << 6 | i << 3 | 5, 1); e_byte(&e, cur.r[r] - (cur.r[i] << sc) + d, 4); break; }
    default: { int mod = below(3), rm = below(8); e.a16 = 1; e.fs = below(20) != 0; e_byte(&e, mod << 6 | rm, 1);
      if (mod == 0 && rm == 6) e_byte(&e, 0x400 + below(128), 2); else if (mod == 1) e_byte(&e, d, 1); else if (mod == 2) e_byte(&e, d - (rm < 4 ? 0x400 : 0), 2); }
  }
  return e;
}
static ea_t ea_any(int sz, int written){ if (below(2)) return ea_mem(); return ea_reg(written ? dest(sz) : (int)below(8)); }

enum { NO66 = 1, NO67 = 2, NOREP = 4, NOSEG = 8 };
// Prefixes: those needed, and up to three that change nothing, each kind in order (the last one counts), the kinds mixed.
static void prefixes(int o16, int a16, int seg, int rep, int lock, int no){
  u8 g[5][4]; int k[5] = { 0 }, extra = below(3) ? 0 : 1 + below(3);
  static const u8 segs[] = { 0x26, 0x3E, 0x36, 0x2E, 0x64, 0x65 };
  while (extra--) switch (below(4)) {
    case 0: if ((o16 || !(no & NO66)) && k[0] < 2) g[0][k[0]++] = 0x66; break;
    case 1: if ((a16 || !(no & NO67)) && k[1] < 2) g[1][k[1]++] = 0x67; break;
    case 2: if (k[2] < 2 && (seg || !(no & NOSEG))) g[2][k[2]++] = segs[below(seg || !(no & NO67) ? 6 : 3)]; break;
    default: if (k[3] < 2 && (rep || !(no & NOREP))) g[3][k[3]++] = 0xF2 + below(2); }
  if (o16) g[0][k[0]++] = 0x66;
  if (a16) g[1][k[1]++] = 0x67;
  if (seg) g[2][k[2]++] = seg;
  if (rep) g[3][k[3]++] = rep;
  if (lock) g[4][k[4]++] = 0xF0;
  int left = k[0] + k[1] + k[2] + k[3] + k[4], at[5] = { 0 };
  while (left) { int i = below(5); if (at[i] < k[i]) { b1(g[i][at[i]++]); left--; } }
}
// opcode: up to two bytes, 0F first if it is there
static void ins(int sz, ea_t *e, u32 opcode, int reg, u32 imm, int immn, int lockable, int no){
  int lock = lockable && e && e->mem && !below(8);
  if (sz == 2 || sz == 4) no |= NO66;                        // 66 is redundant only where nothing has that size
  if (e && e->mem) no |= NO67;
  prefixes(sz == 2, e && e->a16, e && e->fs ? 0x64 : 0, 0, lock, no);
  if (opcode > 0xFF) b1(opcode >> 8);
  b1(opcode);
  if (e) { b1(e->b[0] | reg << 3); for (int i = 1; i < e->n; i++) b1(e->b[i]); }
  bn(imm, immn);
}
#define FL(r, w, u) (reads_ = (r), writes_ = (w), undef_ = (u))
#define W(sz) ((sz) > 1)

static void q_alu(void){
  int op = below(3) ? below(8) : 2 + below(2), sz = any_size(); int m = below(4); ea_t e;
  FL(op == 2 || op == 3 ? CF : 0, ARITH, alu_undef(op));
  if (m == 0) { e = ea_any(sz, op != 7); ins(sz, &e, op << 3 | W(sz), below(8), 0, 0, op != 7, 0); }
  else if (m == 1) { e = ea_any(sz, 0); ins(sz, &e, op << 3 | 2 | W(sz), dest(sz), 0, 0, 0, 0); }
  else if (m == 2) ins(sz, 0, op << 3 | 4 | W(sz), 0, edgy(), sz, 0, 0);
  else { int sx = below(2); e = ea_any(sz, op != 7); ins(sz, &e, sz == 1 ? (below(4) ? 0x80 : 0x82) : sx ? 0x83 : 0x81, op, edgy(), sz == 1 || sx ? 1 : sz, op != 7, 0); }
}
static void q_unary(void){
  int sz = any_size(), k = below(4); ea_t e = ea_any(sz, 1);
  if (k < 2) { FL(0, ARITH & ~CF, 0); if (sz > 1 && below(2)) ins(sz, 0, 0x40 | k << 3 | free_reg(), 0, 0, 0, 0, 0); else ins(sz, &e, 0xFE | W(sz), k, 0, 0, 1, 0); }
  else { FL(0, k == 3 ? ARITH : 0, 0); ins(sz, &e, 0xF6 | W(sz), k, 0, 0, 1, 0); }
}
static void q_test(void){
  int sz = any_size(); FL(0, ARITH, AF); ea_t e = ea_any(sz, 0);
  switch (below(3)) { case 0: ins(sz, &e, 0x84 | W(sz), below(8), 0, 0, 0, 0); break; case 1: ins(sz, 0, 0xA8 | W(sz), 0, edgy(), sz, 0, 0); break;
    default: ins(sz, &e, 0xF6 | W(sz), below(2), edgy(), sz, 0, 0); }
}
static void q_mul(void){
  int sz = any_size(); ea_t e = ea_any(sz, 0); FL(0, ARITH, SF|ZF|AF|PF);
  switch (below(8)) { case 0: case 1: ins(sz, &e, 0xF6 | W(sz), 4 + below(2), 0, 0, 0, 0); break;
    case 2: FL(0, ARITH, ARITH); ins(sz, &e, 0xF6 | W(sz), 6 + below(2), 0, 0, 0, 0); break;
    case 3: case 4: sz = wide(); ins(sz, &e, 0x0FAF, free_reg(), 0, 0, 0, 0); break;
    default: { int sx = below(2); sz = wide(); ins(sz, &e, sx ? 0x6B : 0x69, free_reg(), edgy(), sx ? 1 : sz, 0, 0); } }
}
static void q_shift(void){
  int sz = any_size(), op = below(8), how = below(3); ea_t e = ea_any(sz, 1); u32 count = 1, all;
  if (how == 2) count = below(3) ? below(34) : edgy() & 0xff;
  all = op < 4 ? CF|OF : ARITH;
  if (how == 1) FL(op == 2 || op == 3 ? CF : 0, 0, op < 4 ? OF : CF|AF|OF);        // by CL: perhaps nothing is written
  else { shift_undef(op == 6 ? 4 : op, sz, count); u32 u = undef_; FL(op == 2 || op == 3 ? CF : 0, (count & 31) ? all : 0, u);
    if (op < 4 && !(count % (sz * 8 + (op >= 2)))) writes_ = 0; }
  ins(sz, &e, (how == 0 ? 0xD0 : how == 1 ? 0xD2 : 0xC0) | W(sz), op, count, how == 2, 0, 0);
}
static void q_shd(void){
  int cl = below(3) == 0, sz = cl ? 4 : wide(), right = below(2); u32 count = below(sz == 2 ? 17 : 40); ea_t e = ea_any(sz, 1);
  FL(0, cl || !(count & 31) ? 0 : ARITH, cl ? AF|OF : (count & 31) ? AF | ((count & 31) > 1 ? OF : 0) : 0);
  ins(sz, &e, (right ? 0x0FAC : 0x0FA4) | cl, below(8), count, !cl, 0, NOREP);
}
static void q_bit(void){
  int sz = wide(), op = below(4); FL(0, CF, OF|SF|AF|PF);
  if (below(2)) { ea_t e = ea_any(sz, 1); ins(sz, &e, 0x0FBA, 4 + op, edgy(), 1, op != 0, NOREP); }
  else { ea_t e = below(6) ? ea_reg(free_reg()) : ea_mem(); ins(sz, &e, 0x0FA3 | op << 3, e.mem ? ECX : (int)below(8), 0, 0, op != 0, NOREP); }
}
static void q_scan(void){ // the source is made nonzero first: with 0 the destination is undefined
  int sz = wide(), r = free_reg(), s = free_reg(); FL(0, ARITH, CF|OF|SF|AF|PF);
  ea_t t = ea_reg(s); ins(sz, &t, 0x83, 1, 1 + below(127), 1, 0, 0); ea_t e = ea_reg(s); ins(sz, &e, 0x0FBC | below(2), r, 0, 0, 0, NOREP); }
static void q_extend(void){ int sz = wide(), src = below(2); static const u16 op[] = { 0x0FB6, 0x0FBE }; ea_t e = ea_any(src ? 2 : 1, 0); FL(0, 0, 0); ins(sz, &e, op[below(2)] | src, free_reg(), 0, 0, 0, NOREP); }
static const u16 condition_reads[8] = { OF, CF, ZF, CF|ZF, SF, PF, SF|OF, SF|OF|ZF };
static void q_condition(void){ int c = below(16); FL(condition_reads[c >> 1], 0, 0);
  if (below(2)) { ea_t e = ea_any(1, 1); ins(1, &e, 0x0F90 | c, below(8), 0, 0, 0, NOREP); } else { int sz = wide(); ea_t e = ea_any(sz, 0); ins(sz, &e, 0x0F40 | c, free_reg(), 0, 0, 0, NOREP); } }
static void q_exchange(void){
  int sz = any_size(); ea_t e = ea_any(sz, 1);
  switch (below(5)) {
    case 0: FL(0, ARITH, 0); ins(sz, &e, 0x0FC0 | W(sz), dest(sz), 0, 0, 1, NOREP); break;
    case 1: FL(0, ARITH, 0); ins(sz, &e, 0x0FB0 | W(sz), below(8), 0, 0, 1, NOREP); break;
    case 2: FL(0, 0, 0); ins(4, 0, 0x0FC8 | free_reg(), 0, 0, 0, 0, NOREP); break;
    case 3: FL(0, ZF, 0); e = ea_mem(); ins(0, &e, 0x0FC7, 1, 0, 0, 1, NO66|NOREP); break;
    default: FL(0, 0, 0); if (below(2)) { sz = wide(); ins(sz, 0, 0x90 | free_reg(), 0, 0, 0, 0, NOREP); } else ins(sz, &e, 0x86 | W(sz), dest(sz), 0, 0, 1, 0); }
}
static void q_move(void){
  int sz = any_size(); ea_t e; FL(0, 0, 0);
  switch (below(6)) {
    case 0: e = ea_any(sz, 1); ins(sz, &e, 0x88 | W(sz), below(8), 0, 0, 0, 0); break;
    case 1: e = ea_any(sz, 0); ins(sz, &e, 0x8A | W(sz), dest(sz), 0, 0, 0, 0); break;
    case 2: e = ea_any(sz, 1); ins(sz, &e, 0xC6 | W(sz), 0, edgy(), sz, 0, 0); break;
    case 3: ins(sz, 0, (sz > 1 ? 0xB8 : 0xB0) | dest(sz), 0, edgy(), sz, 0, 0); break;
    case 4: { int a16 = below(2); prefixes(sz == 2, a16, a16 ? 0x64 : 0, 0, 0, NO66|NO67); b1((below(2) ? 0xA0 : 0xA2) | W(sz)); bn((a16 ? 0 : DATA) + 0x400 + below(100), a16 ? 2 : 4); break; }
    default: { int a16 = below(2), mod = below(3), rm = below(8); sz = wide(); prefixes(sz == 2, a16, 0, 0, 0, NO66|NO67); b1(0x8D);
      if (a16) { b1(mod << 6 | free_reg() << 3 | rm); bn(edgy(), mod == 1 ? 1 : mod == 2 || rm == 6 ? 2 : 0); }
      else { int sib = rnd() & 0xff; b1(mod << 6 | free_reg() << 3 | rm); if (rm == 4) b1(sib); bn(edgy(), mod == 1 ? 1 : mod == 2 || rm == 5 || (rm == 4 && (sib & 7) == 5) ? 4 : 0); } } }
}
static void q_flags(void){
  static const struct { u8 op; short r, w; } t[] = { { 0x9F, ARITH & ~OF, 0 }, { 0x9E, 0, ARITH & ~OF }, { 0xF8, 0, CF }, { 0xF9, 0, CF }, { 0xF5, CF, CF }, { 0xFC, 0, 0 }, { 0xFD, 0, 0 }, { 0xD6, CF, 0 } };
  if (below(3) == 0) { int sz = wide(); FL(0, ARITH, 0); prefixes(sz == 2, 0, 0, 0, 0, NO66); b1(0x68); bn(edgy() & 0xed5, sz); prefixes(sz == 2, 0, 0, 0, 0, NO66); b1(0x9D); return; } // push; popf
  if (below(4) == 0) { int sz = wide(); FL(ARITH, 0, 0); ins(sz, 0, 0x9C, 0, 0, 0, 0, 0); return; }
  int i = below(8); FL(t[i].r, t[i].w, 0); ins(0, 0, t[i].op, 0, 0, 0, 0, 0);
}
static void q_decimal(void){
  static const struct { u8 op; short r, u; } t[] = { { 0x27, CF|AF, OF }, { 0x2F, CF|AF, OF }, { 0x37, AF, OF|SF|ZF|PF }, { 0x3F, AF, OF|SF|ZF|PF } };
  int i = below(6); if (i < 4) { FL(t[i].r, ARITH, t[i].u); ins(0, 0, t[i].op, 0, 0, 0, 0, 0); } else { FL(0, ARITH, OF|AF|CF); ins(0, 0, 0xD0 + i, 0, below(3) ? 10 : edgy(), 1, 0, 0); }
}
static void q_widen(void){ FL(0, 0, 0); int sz = wide();
  if (below(3)) ins(sz, 0, 0x98 | below(2), 0, 0, 0, 0, 0); else { prefixes(0, 1, 0x64, 0, 0, NO67); b1(0xD7); } }
static void q_stack(void){
  int sz = wide(); FL(0, 0, 0); ea_t e = ea_mem();
  switch (below(9)) {
    case 0: case 1: ins(sz, 0, 0x50 | below(8), 0, 0, 0, 0, 0); break;
    case 2: case 3: ins(sz, 0, 0x58 | free_reg(), 0, 0, 0, 0, 0); break;
    case 4: { int sx = below(2); ins(sz, 0, sx ? 0x6A : 0x68, 0, edgy(), sx ? 1 : sz, 0, 0); break; }
    case 5: if (below(2)) ins(sz, &e, 0xFF, 6, 0, 0, 0, 0); else ins(sz, &e, 0x8F, 0, 0, 0, 0, 0); break;
    case 6: ins(sz, 0, 0x60, 0, 0, 0, 0, 0); if (below(2)) ins(sz, 0, 0x61, 0, 0, 0, 0, 0); break;
    case 7: prefixes(sz == 2, 0, 0, 0, 0, NO66); b1(0xC8); bn(below(32), 2); b1(below(3) ? 0 : below(36)); if (below(2)) ins(sz, 0, 0xC9, 0, 0, 0, 0, 0); break;
    default: ins(sz, 0, below(8) ? 0x58 | free_reg() : 0xC9, 0, 0, 0, 0, 0); }
}
static void q_string(void){
  static const u8 ops[] = { 0xA4, 0xA6, 0xAA, 0xAC, 0xAE }; int op = ops[below(5)], sz = any_size(), rep = below(3), compares = (op & 8 ? op == 0xAE : op == 0xA6), a16 = op != 0xA6 && below(5) == 0;
  FL(0, compares && !rep ? ARITH : 0, 0);
  if (below(4) == 0) b1(0xFC | below(2));                                        // CLD, STD
  if (rep && below(8)) { b1(0xB8 | ECX); bn(below(10), 4); }
  prefixes(sz == 2, a16, a16 ? 0x64 : 0, rep ? 0xF1 + rep : 0, 0, NO66|NO67|NOREP); b1(op | W(sz));
}
static void forward(int over){ patch_at[npatch] = n - 1; patch_to[npatch++] = nunits + 1 + over; if (nunits + 1 + over > joined) joined = nunits + 1 + over; }
static void q_branch(void){
  int c = below(16), over = 1 + below(3);
  switch (below(10)) {
    case 0: FL(0, 0, 0); ins(0, 0, 0xEB, 0, 0, 1, 0, NO66); forward(over); break;
    case 1: { int k = below(4); FL(k < 2 ? ZF : 0, 0, 0); int a16 = below(2); if (below(2)) { b1(0xB8 | ECX); bn(below(4), 4); } prefixes(0, a16, 0, 0, 0, NO66 | (k < 2 ? NOREP : 0)); b1(0xE0 | k); b1(0); forward(over); break; }
    case 2: FL(0, 0, 0); ins(0, 0, 0xE8, 0, 0, 4, 0, NO66); if (below(3)) ins(0, 0, 0x58 | free_reg(), 0, 0, 0, 0, NO66); break;     // CALL next; POP
    case 3: FL(0, 0, 0); b1(0x68); bn(CODE + n + 4 + 1, 4); b1(0xC3); break;                          // PUSH next; RET
    case 4: if (below(8)) { FL(condition_reads[c >> 1], 0, 0); ins(0, 0, 0x0F80 | c, 0, below(4), 4, 0, NO66); bn(0x90909090, 3); break; }
      FL(condition_reads[c >> 1], 0, 0); b1(0x66); b1(0x0F); b1(0x80 | c); bn(edgy(), 2); break;           // EIP cut to 16 bits
    default: FL(condition_reads[c >> 1], 0, 0); ins(0, 0, 0x70 | c, 0, 0, 1, 0, NO66); forward(over); }
}
static void q_odd(void){ // what faults by itself
  FL(0, 0, 0);
  switch (below(6)) { case 0: { ea_t e = ea_any(4, 1); b1(0xF0); ins(4, &e, 0x8B, free_reg(), 0, 0, 0, 0); break; }      // LOCK MOV
    case 1: b1(0xF0); b1(0x39); b1(0xC0 | below(64)); break;
    case 2: b1(0x0F); b1(0x0B); break;
    case 3: { int k = 4 + below(14); while (k--) b1(below(2) ? 0x66 : 0x67); b1(0x40); break; }                          // perhaps more than 15 bytes
    case 4: FL(OF, 0, 0); b1(0xCE); break;
    default: { ea_t e = ea_mem(); ins(wide(), &e, 0x62, free_reg(), 0, 0, 0, 0); } }
}

static u32 sequence_undef(void){ // flags undefined where the sequence stopped
  u32 all = 0; for (int i = 0; i < nunits; i++) { if (CODE + unit[i].at == out.eip) return unit[i].taint; all |= unit[i].undef; }
  return out.eip == CODE + (u32)n ? (u32)taint : all;
}
static void make_unit(void){
  static void (*const kinds[])(void) = { q_alu, q_alu, q_alu, q_unary, q_test, q_mul, q_shift, q_shift, q_shd, q_bit, q_scan, q_extend, q_condition, q_condition, q_exchange, q_exchange,
    q_move, q_move, q_move, q_flags, q_flags, q_decimal, q_widen, q_stack, q_stack, q_string, q_string, q_branch, q_branch };
  int start = n, patches = npatch, joins = joined;
  do { n = start; npatch = patches; joined = joins; if (below(150) == 0) q_odd(); else kinds[below(sizeof kinds / sizeof *kinds)](); } while (reads_ & taint);
  unit[nunits].at = start; unit[nunits].reads = reads_; unit[nunits].writes = writes_; unit[nunits].undef = undef_; unit[nunits].taint = taint;
  if (nunits >= joins) taint &= ~writes_;
  taint |= undef_; nunits++;
}
static void sequences(u32 seed, int count, int first){
  units = unit_text; late_undef = sequence_undef;
  for (int t = first; t < first + count; t++) {
    seed_rng(seed, t); fresh(); nunits = npatch = taint = joined = 0;
    for (int i = 0; i < 8; i++) cur.r[i] = edgy();
    if (below(2)) cur.r[ECX] = below(6);
    cur.r[EBX] = DATA + 0x400 + below(64); cur.r[EBP] = DATA + 0x440 + below(32); cur.r[ESI] = DATA + 0x500 + below(32); cur.r[EDI] = DATA + 0x600 + below(32);
    if (below(12) == 0) cur.r[below(2) ? EDI : ESI] = DATA + (below(2) ? DSZ - below(24) : below(24));      // near an edge
    cur.r[ESP] = DATA + (below(40) ? 0x1800 + 4 * below(8) : below(2) ? 4 * below(8) : DSZ - 4 * below(8));
    cur.efl = 0x202 | (rnd() & ARITH) | (below(4) ? 0 : DF);
    window(DATA + 0x3F0, 0x90, 1); window(DATA + 0x500, 64, 1); window(DATA + 0x600, 64, 1); window(DATA + 0x1800, 48, 1);
    int length = 1 + below(12); for (int i = 0; i < length; i++) make_unit();
    for (int i = 0; i < npatch; i++) code[patch_at[i]] = (patch_to[i] < nunits ? unit[patch_to[i]].at : n) - patch_at[i] - 1;
    char *to = unit_text; *to = 0;
    for (int i = 0; i < nunits; i++) to += sprintf(to, "%s[%d,%d,%d,%d]", i ? "," : "", (i + 1 < nunits ? unit[i + 1].at : n) - unit[i].at, unit[i].reads, unit[i].writes, unit[i].undef);
    run_and_print("seq");
  }
}

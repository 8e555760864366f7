// gen.c -- IA-32 user-mode conformance-vector generator; the host CPU is the oracle.
// Build: gcc -m32 -O1 -static -no-pie -fno-pic -o gen gen.c
// Run:  ./gen SEED VECTORS_PER_FORM [FORM] > vectors.jsonl   single instructions (./gen list prints the forms)
//       ./gen seq SEED COUNT [FIRST] > vectors.jsonl         sequences of 1 to 12 instructions, see sequences.c
//       ./gen oracle                                         answers requests on standard input, for shrinking
//
// Each case is executed natively in a 32-bit process: registers, EFLAGS and a small data area are set, the
// code bytes are placed at CODE and followed by INT3 (0xCC fills both code pages), and the resulting
// state is read from the signal frame (SIGTRAP = reached an INT3, anything else = the case faulted).
// FS is a segment of DSZ bytes at DATA, so that 16-bit addresses reach the data area; the other segments are flat.
//
// One JSON object a line; docs/fuzzing.md describes the fields.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <signal.h>
#include <ucontext.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <asm/ldt.h>
typedef uint8_t u8; typedef uint16_t u16; typedef uint32_t u32; typedef uint64_t u64;
#define CODEPG 0x10000000u
#define CODE   0x10000800u
#define DATA   0x20000000u          /* two pages; unmapped pages on both sides */
#define DSZ    0x2000u
enum { CF=1, PF=4, AF=0x10, ZF=0x40, SF=0x80, DF=0x400, OF=0x800 };
#define ARITH (CF|PF|AF|ZF|SF|OF)
enum { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI };

struct st { u32 r[8], eip, efl; } cur, out; u32 saved_esp; static int xvec; static u32 xerr, xcr2;
void run_case(void); extern char resume_pt[];
__asm__(".text\n.globl run_case\nrun_case:\n pusha\n pushf\n mov %esp,saved_esp\n push cur+36\n popf\n"
 " mov cur+0,%eax\n mov cur+4,%ecx\n mov cur+8,%edx\n mov cur+12,%ebx\n mov cur+20,%ebp\n mov cur+24,%esi\n"
 " mov cur+28,%edi\n mov cur+16,%esp\n jmp *cur+32\n.globl resume_pt\nresume_pt:\n popf\n popa\n ret\n");

static void handler(int s, siginfo_t *si, void *v) {
  ucontext_t *uc = v; greg_t *g = uc->uc_mcontext.gregs; (void)s; (void)si;
  static const int map[8] = { REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI };
  for (int i = 0; i < 8; i++) out.r[i] = g[map[i]];
  out.eip = g[REG_EIP]; out.efl = g[REG_EFL]; xvec = g[REG_TRAPNO]; xerr = g[REG_ERR]; xcr2 = uc->uc_mcontext.cr2;
  if (xvec == 3) out.eip--;
  g[REG_EIP] = (u32)resume_pt; g[REG_ESP] = saved_esp; g[REG_EFL] = 0x202;
}

static u64 rs; static u32 rnd(void){ rs ^= rs >> 12; rs ^= rs << 25; rs ^= rs >> 27; return (u32)((rs * 2685821657736338717ull) >> 32); }
static u32 below(u32 n){ return rnd() % n; }
static u32 edgy(void){ // values weighted to the edges of 8/16/32-bit ranges
  static const u32 e[] = { 0,1,2,3,7,8,15,16,17,31,32,33,0x7e,0x7f,0x80,0x81,0xfe,0xff,0x100,0x7ffe,0x7fff,0x8000,0x8001,0xfffe,0xffff,
    0x10000,0x7ffffffe,0x7fffffff,0x80000000,0x80000001,0xfffffffe,0xffffffff,0x55555555,0xaaaaaaaa,0x7f7f7f7f,0x80808080,0xffff8000,0xffffff80,0x00ff00ff,0x12345678 };
  switch (below(5)) { case 0: case 1: return e[below(sizeof e/4)]; case 2: return (rnd() & 0xffff0000) | (e[below(sizeof e/4)] & 0xffff); case 3: return e[below(sizeof e/4)] ^ (1u << below(32)); default: return rnd(); } }

// ---- memory windows of the current case
static u8 *mem = (u8*)DATA; static u8 shadow[DSZ]; static struct { u32 a, n; } win[8]; static int nwin;
static void window(u32 a, u32 n, int fill){ win[nwin].a = a; win[nwin++].n = n; if (fill) for (u32 i = 0; i < n; i += 4) { u32 v = edgy(); for (u32 j = 0; j < 4 && i+j < n; j++) *(u8*)(a+i+j) = v >> 8*j; } }

static u8 code[256]; static int n; static void b1(u32 v){ code[n++] = v; } static void bn(u32 v, int k){ while (k--) { code[n++] = v; v >>= 8; } }
static u32 undef_; static int undef_dst;

// ModRM with an operand; sz = operand bytes. memory forms point into DATA+0x400.. (one window). returns 1 if memory
static u32 ea_last; static int regfield, rmreg;
static int modrm(int reg, int sz, int kind /*0 any,1 mem only,2 reg only*/, u32 eabias){
  regfield = reg;
  if (kind == 2 || (kind == 0 && below(2))) { rmreg = below(8); b1(0xC0 | reg << 3 | rmreg); return 0; }
  u32 t = DATA + 0x400 + below(64); ea_last = t; window((t & ~3u) - 8, 40, 1); (void)sz;
  t -= eabias; // the encoded address is t; bias lets a case reach the window another way (BT with a big index)
  int mode = below(6); int base = below(8), idx = below(8), sc = below(4); if (idx == ESP) idx = ECX;
  switch (mode) {
    case 0: b1(reg << 3 | 5); bn(t, 4); break;
    case 1: if (base == ESP) { cur.r[ESP] = t; b1(reg << 3 | 4); b1(0x24); } else if (base == EBP) { cur.r[EBP] = t; b1(0x40 | reg << 3 | 5); b1(0); } else { cur.r[base] = t; b1(reg << 3 | base); } break;
    case 2: { int d = (int8_t)rnd(); cur.r[base] = t - d; b1(0x40 | reg << 3 | base); if (base == ESP) b1(0x24); b1(d); break; }
    case 3: b1(0x80 | reg << 3 | base); if (base == ESP) b1(0x24); bn(t - cur.r[base], 4); break;
    case 4: b1(0x80 | reg << 3 | 4); b1(sc << 6 | idx << 3 | base); bn(t - cur.r[base] - (cur.r[idx] << sc), 4); break;
    default: b1(reg << 3 | 4); b1(sc << 6 | idx << 3 | 5); bn(t - (cur.r[idx] << sc), 4); break;
  }
  return 1;
}
static void opsz(int sz){ if (sz == 2) b1(0x66); }

// ---- forms
typedef struct form { char name[32]; void (*gen)(struct form *); int a, b, c; } form;
static form forms[900]; static int nforms;
static void add(const char *nm, void (*g)(form*), int a, int b, int c){ form *f = &forms[nforms++]; snprintf(f->name, sizeof f->name, "%s", nm); f->gen = g; f->a = a; f->b = b; f->c = c; }
static const char SZ[5] = { 0, 8, 16, 0, 32 }; static const char *alu[8] = { "add","or","adc","sbb","and","sub","xor","cmp" };
static u32 alu_undef(int op){ return (op == 1 || op == 4 || op == 6) ? AF : 0; }
static u32 rv(int r, int sz){ return sz == 1 ? (cur.r[r & 3] >> (r & 4 ? 8 : 0)) & 0xff : sz == 2 ? cur.r[r] & 0xffff : cur.r[r]; }

static void g_alu_rm_r(form *f){ int sz = f->b; opsz(sz); b1(f->a << 3 | (sz > 1)); modrm(below(8), sz, 0, 0); undef_ = alu_undef(f->a); }
static void g_alu_r_rm(form *f){ int sz = f->b; opsz(sz); b1(f->a << 3 | 2 | (sz > 1)); modrm(below(8), sz, 0, 0); undef_ = alu_undef(f->a); }
static void g_alu_acc(form *f){ int sz = f->b; opsz(sz); b1(f->a << 3 | 4 | (sz > 1)); bn(edgy(), sz); undef_ = alu_undef(f->a); }
static void g_alu_imm(form *f){ int sz = f->b, sx = f->c; opsz(sz); b1(sz == 1 ? 0x80 : sx ? 0x83 : 0x81); modrm(f->a, sz, 0, 0); bn(edgy(), sx ? 1 : sz); undef_ = alu_undef(f->a); }
static void g_grp(form *f){ int sz = f->b; opsz(sz); b1(f->a | (sz > 1)); modrm(f->c, sz, 0, 0); } // F6/FE groups without imm
static void g_incdec_r(form *f){ opsz(f->b); b1(f->a | below(8)); }
static void g_test_rr(form *f){ opsz(f->b); b1(0x84 | (f->b > 1)); modrm(below(8), f->b, 0, 0); undef_ = AF; }
static void g_test_acc(form *f){ opsz(f->b); b1(0xA8 | (f->b > 1)); bn(edgy(), f->b); undef_ = AF; }
static void g_test_imm(form *f){ opsz(f->b); b1(0xF6 | (f->b > 1)); modrm(0, f->b, 0, 0); bn(edgy(), f->b); undef_ = AF; }
static void g_mul(form *f){ g_grp(f); undef_ = SF|ZF|AF|PF; }
static void g_div(form *f){ // bias dividends so that about half do not fault
  int sz = f->b, sg = f->c == 7; if (below(3)) { if (sz == 1) cur.r[EAX] = (cur.r[EAX] & 0xffff0000) | (sg ? (u16)(int16_t)(int8_t)rnd() : below(0x400)); else { u32 d = below(4); if (sg && (cur.r[EAX] & (sz == 2 ? 0x8000 : 0x80000000))) d = ~d; cur.r[EDX] = sz == 2 ? (cur.r[EDX] & 0xffff0000) | (d & 0xffff) : d; } }
  g_grp(f); undef_ = ARITH; }
static void g_imul2(form *f){ opsz(f->b); b1(0x0F); b1(0xAF); modrm(below(8), f->b, 0, 0); undef_ = SF|ZF|AF|PF; }
static void g_imul3(form *f){ opsz(f->b); b1(f->c ? 0x6B : 0x69); modrm(below(8), f->b, 0, 0); bn(edgy(), f->c ? 1 : f->b); undef_ = SF|ZF|AF|PF; }
static void shift_undef(int op, int sz, u32 cnt){ cnt &= 31; undef_ = 0; u32 bits = sz * 8; if (!cnt) return;
  if (op < 4) { u32 m = (op >= 2) ? cnt % (bits + 1) : cnt; if (m != 1 || cnt != 1) undef_ |= OF; return; }   // rol ror rcl rcr
  undef_ |= AF; if (cnt != 1) undef_ |= OF; if (op != 7 && cnt >= bits) undef_ |= CF; }
static void g_shift(form *f){ int op = f->a, sz = f->b; opsz(sz); b1((f->c == 0 ? 0xD0 : f->c == 1 ? 0xD2 : 0xC0) | (sz > 1)); modrm(op, sz, 0, 0); u32 cnt = 1;
  if (f->c == 2) { cnt = below(3) ? below(34) : edgy() & 0xff; b1(cnt); } else if (f->c == 1) { if (below(2) ) cnt = below(34); else cnt = cur.r[ECX] & 0xff; if (!ea_last) { cur.r[ECX] = (cur.r[ECX] & ~0xffu) | cnt; } else cnt = cur.r[ECX] & 0xff; }
  shift_undef(op == 6 ? 4 : op, sz, cnt); }
static void g_shd(form *f){ int sz = f->b; opsz(sz); b1(0x0F); b1((f->a ? 0xAC : 0xA4) | f->c); modrm(below(8), sz, 0, 0); u32 cnt; if (f->c) { if (!ea_last) cur.r[ECX] = (cur.r[ECX] & ~0xffu) | below(40); cnt = cur.r[ECX] & 31; } else { cnt = below(3) ? below(34) : edgy() & 0xff; b1(cnt); cnt &= 31; }
  if (cnt) { undef_ = AF | (cnt > 1 ? OF : 0); if (cnt > (u32)sz * 8) { undef_ = ARITH; undef_dst = 1; } } }
static void g_bt_r(form *f){ int sz = f->b; opsz(sz); b1(0x0F); b1(0xA3 | f->a << 3); int r = below(8); int big = below(2);
  if (big) { int off = (int)below(160) - 80; u32 v = (u32)off; cur.r[r] = sz == 2 ? (cur.r[r] & 0xffff0000) | (v & 0xffff) : v; modrm(r, sz, 2 * (int)below(2), 0); }
  else { cur.r[r] = sz == 2 ? (cur.r[r] & 0xffff0000) | below(16) : below(32); modrm(r, sz, 0, 0); }
  undef_ = OF|SF|AF|PF; }
static void g_bt_i(form *f){ int sz = f->b; opsz(sz); b1(0x0F); b1(0xBA); modrm(4 + f->a, sz, 0, 0); b1(below(2) ? below(32) : edgy()); undef_ = OF|SF|AF|PF; }
static void g_bs(form *f){ int sz = f->b; opsz(sz); b1(0x0F); b1(0xBC | f->a); int r = below(8); int m = modrm(r, sz, 0, 0); u32 v; if (m) { if (!below(4)) memset((void*)ea_last, 0, 4); v = *(u32*)ea_last; } else { if (!below(4)) cur.r[rmreg] = 0; v = cur.r[rmreg]; } if (sz == 2) v &= 0xffff; undef_ = CF|OF|SF|AF|PF; undef_dst = v == 0; }
static void g_0f_rm(form *f){ opsz(f->b); b1(0x0F); b1(f->a); modrm(below(8), f->b, 0, 0); } // movzx movsx cmov xadd
static void g_cmpxchg(form *f){ int sz = f->b; opsz(sz); b1(0x0F); b1(0xB0 | (sz > 1)); int m = modrm(below(8), sz, 0, 0); if (below(2)) { if (m) memcpy(&cur.r[EAX], (void*)ea_last, sz); else if (sz > 1) cur.r[EAX] = cur.r[rmreg]; if (m) cur.r[EAX] = cur.r[EAX]; } }
static void g_cmpxchg8b(form *f){ (void)f; b1(0x0F); b1(0xC7); modrm(1, 8, 1, 0); }
static void g_bswap(form *f){ (void)f; b1(0x0F); b1(0xC8 | below(8)); }
static void g_setcc(form *f){ b1(0x0F); b1(0x90 | f->a); modrm(below(8), 1, 0, 0); }
static void g_jcc(form *f){ if (f->b) { b1(0x0F); b1(0x80 | f->a); bn(below(2) ? 0x100 + below(256) : -(u32)(0x100 + below(256)), 4); } else { b1(0x70 | f->a); b1(below(2) ? 0x10 + below(0x60) : 0x100 - 0x10 - below(0x60)); } }
static void g_loop(form *f){ if (f->b) b1(0x67); cur.r[ECX] = below(2) ? below(3) : edgy(); b1(f->a); b1(0x10 + below(0x60)); }
static void g_op(form *f){ opsz(f->b ? f->b : 4); for (u32 v = f->a; v; v >>= 8) b1(v & 0xff); undef_ = f->c; } // plain opcode(s)
static void g_aam(form *f){ b1(f->a); b1(below(3) ? 10 : edgy()); undef_ = OF|AF|CF; }
static void g_mov(form *f){ opsz(f->b); b1(f->a | (f->b > 1)); modrm(below(8), f->b, 0, 0); }
static void g_movi(form *f){ opsz(f->b); b1(0xC6 | (f->b > 1)); modrm(0, f->b, 0, 0); bn(edgy(), f->b); }
static void g_movri(form *f){ opsz(f->b); b1((f->b > 1 ? 0xB8 : 0xB0) | below(8)); bn(edgy(), f->b); }
static void g_moffs(form *f){ opsz(f->b); u32 t = DATA + 0x400 + below(64); window((t & ~3u) - 8, 24, 1); b1(f->a | (f->b > 1)); bn(t, 4); }
static void g_lea(form *f){ opsz(f->b); if (f->c) b1(0x67); b1(0x8D); if (f->c) { int mod = below(3), rm = below(8); b1(mod << 6 | below(8) << 3 | rm); bn(edgy(), mod == 1 ? 1 : mod == 2 ? 2 : rm == 6 ? 2 : 0); } else modrm(below(8), 4, 1, 0); }
static void g_str(form *f){ // a=opcode b=size c=prefix(0,F2,F3)
  int sz = f->b; u32 cnt = below(9); u32 s = DATA + 0x400 + below(16), d = DATA + (below(3) ? 0x600 : 0x400) + below(16); int dfl = (cur.efl & DF) != 0; u32 back = dfl ? 40 : 0;
  cur.r[ESI] = s + back; cur.r[EDI] = d + back; window(s & ~3u, 64, 1); if ((d & ~0x1ffu) != (s & ~0x1ffu)) window(d & ~3u, 64, 1); if (f->c) cur.r[ECX] = cnt;
  if (((f->a | 1) == 0xA7) && below(2)) memcpy((void*)d, (void*)s, 48); // equal runs for CMPS
  if (((f->a | 1) == 0xAF) && below(2)) { u32 v = cur.r[EAX]; for (int i = 0; i < 48; i += sz) memcpy((void*)(d + i), &v, sz); if (below(2)) *(u8*)(d + below(48)) ^= 1; }
  if (f->c) b1(f->c); opsz(sz); b1(f->a | (sz > 1)); }
static void stk(void){ u32 t = DATA + 0x1000 + (below(3) ? 4 * below(16) : below(64)); cur.r[ESP] = t; window((t & ~3u) - 48, 112, 1); }
static void g_push_r(form *f){ stk(); opsz(f->b); b1(f->a | below(8)); }
static void g_push_i(form *f){ stk(); opsz(f->b); b1(f->c ? 0x6A : 0x68); bn(edgy(), f->c ? 1 : f->b); }
static void g_push_m(form *f){ u32 t = DATA + 0x400 + 4 * below(16); stk(); window(t - 8, 24, 1); opsz(f->b); b1(f->c ? 0x8F : 0xFF); b1(f->c ? 0x05 : 0x35); bn(t, 4); }
static void g_stk(form *f){ stk(); if (f->c) { *(u32*)cur.r[ESP] &= ~0x00047100u; } opsz(f->b ? f->b : 4); b1(f->a); }
static void g_enter(form *f){ stk(); cur.r[EBP] = cur.r[ESP] + 16 + 4 * below(4); opsz(f->b); b1(0xC8); bn(below(32), 2); b1(f->c ? below(4) : 0); }
static void g_leave(form *f){ stk(); cur.r[EBP] = cur.r[ESP]; cur.r[ESP] = edgy(); opsz(f->b); b1(0xC9); if (f->b == 2) cur.r[ESP] = cur.r[EBP]; }
static void g_call(form *f){ stk(); if (f->a == 0xE8) { b1(0xE8); bn(below(2) ? 0x40 + below(256) : -(u32)(0x40 + below(256)), 4); } else { u32 tgt = CODE + 0x80 + below(256); int r = below(8); if (r == ESP) r = EAX; cur.r[r] = tgt; b1(0xFF); b1(0xC0 | f->b << 3 | r); } }
static void g_ret(form *f){ stk(); *(u32*)cur.r[ESP] = CODE + 0x80 + below(256); b1(f->a); if (f->a == 0xC2) bn(below(64), 2); }
static void g_bound(form *f){ opsz(f->b); b1(0x62); int r = below(8); int m = modrm(r, f->b * 2, 1, 0); (void)m; int v = (int)below(64) - 32; if (f->b == 4) { cur.r[r] += 0; ((int*)ea_last)[0] = (int)cur.r[r] - v; ((int*)ea_last)[1] = (int)cur.r[r] + (int)below(64) - 20; } }
static void g_xlat(form *f){ (void)f; u32 t = DATA + 0x400; cur.r[EBX] = t - (cur.r[EAX] & 0xff) + below(32); window(t, 32, 1); b1(0xD7); }
static void g_ud(form *f){ b1(0x0F); b1(f->a); undef_ = 0; }
static void g_fault(form *f){ // memory operand outside the mapped area, or CPL-3 privileged instruction
  switch (f->a) { case 0: b1(0x8B); b1(0x05); bn(DATA - 4 + below(4), 4); break;               // read across the lower guard edge
    case 1: b1(0x01); b1(0x05); bn(DATA + DSZ - 3 + below(3), 4); break;                        // RMW across the upper edge
    case 2: { static const u8 p[] = { 0xF4, 0xFA, 0xFB, 0xEC, 0xEE }; b1(p[below(5)]); break; }  // hlt cli sti in out
    case 3: b1(0x0F); b1(0x01); b1(0x15); bn(DATA + 0x400, 4); break;                            // lgdt
    case 4: cur.r[ESP] = DATA; b1(0x50 | below(8)); break;                                       // push into the guard page
    case 5: b1(0xF3); cur.efl &= ~DF; cur.r[ECX] = 64; cur.r[EDI] = DATA + DSZ - 4 * (1 + below(8)); window(DATA + DSZ - 32, 32, 1); b1(0xAB); break; // rep stosd faulting mid-way
    case 6: b1(0xF3); cur.efl &= ~DF; cur.r[ECX] = 64; cur.r[ESI] = DATA + DSZ - 1 - below(16); cur.r[EDI] = DATA + 0x400; window(DATA + DSZ - 32, 32, 1); b1(0xA4); break; } }
static const u32 f80[][3] = { {0,0,0},{0,0,0x8000},{0,0x80000000,0x3fff},{0,0x80000000,0xbfff},{0,0x80000000,0x7fff},{0,0x80000000,0xffff},{0,0xc0000000,0xffff},{1,0xa0000000,0x7fff},{1,0,0},{0,0x80000000,1},
  {0xffffffff,0xffffffff,0x7ffe},{0x2168c235,0xc90fdaa2,0x4000},{0,0xc0000000,0x3fff},{0xd1cf79ac,0xb17217f7,0x3ffe},{0,0xfa000000,0x4008},{0,0x80000000,0x401e},{0,0x80000000,0x403e},{1,0x80000000,0x3fff},{0xaaaaaaab,0xaaaaaaaa,0x3ffd},{0,0xffffff80,0x407e} };
static void put80(u32 a){ if (below(2)) { const u32 *v = f80[below(sizeof f80/sizeof *f80)]; memcpy((void*)a, v, 10); if (below(4) == 0) *(u8*)(a+9) ^= 0x80; } else { u32 lo = rnd(), hi = rnd() | 0x80000000, ex = 0x3fff - 40 + below(80); if (below(2)) lo = 0; memcpy((void*)a, &lo, 4); memcpy((void*)(a+4), &hi, 4); u16 e = ex | (below(2) << 15); memcpy((void*)(a+8), &e, 2); } }
static void g_x87(form *f){ // fninit; fldcw; fld tbyte B; fld tbyte A; OP; fnstsw ax; fstp tbyte R (if any)   a=opcode bytes b=pops c=operands
  u32 A = DATA + 0x400, B = DATA + 0x410, R = DATA + 0x420, W = DATA + 0x430; window(A, 0x34, 0); put80(A); put80(B);
  u16 cw = 0x003f | below(4) << 10 | (below(3) ? 3 : below(2) ? 2 : 0) << 8; memcpy((void*)W, &cw, 2);
  b1(0xDB); b1(0xE3); b1(0xD9); b1(0x2D); bn(W, 4); if (f->c > 1) { b1(0xDB); b1(0x2D); bn(B, 4); } b1(0xDB); b1(0x2D); bn(A, 4);
  for (u32 v = f->a; v; v >>= 8) b1(v & 0xff); if (f->a == 0x7D8 || 0) {} b1(0xDF); b1(0xE0); if (f->b) { b1(0xDB); b1(0x3D); bn(R, 4); }
  // C1 and the condition codes that an instruction leaves undefined stay in AX: compare AX & 0x47ff-style masks per form; see README
}
static void g_x87st(form *f){ // store form: fld A; OP mem ; fnstsw ax
  u32 A = DATA + 0x400, R = DATA + 0x420, W = DATA + 0x430; window(A, 0x34, 0); put80(A); u16 cw = 0x003f | below(4) << 10 | 3 << 8; memcpy((void*)W, &cw, 2);
  b1(0xDB); b1(0xE3); b1(0xD9); b1(0x2D); bn(W, 4); b1(0xDB); b1(0x2D); bn(A, 4); b1(f->a); b1(f->b); bn(R, 4); b1(0xDF); b1(0xE0); }

static void build(void){
  static const int S[3] = { 1, 2, 4 }; char nm[64];
  for (int k = 0; k < 3; k++) { int sz = S[k], bits = SZ[sz];
    #define N(...) (snprintf(nm, sizeof nm, __VA_ARGS__), nm)
    for (int op = 0; op < 8; op++) { add(N("%s_rm%d_r", alu[op], bits), g_alu_rm_r, op, sz, 0); add(N("%s_r_rm%d", alu[op], bits), g_alu_r_rm, op, sz, 0); add(N("%s_acc%d_i", alu[op], bits), g_alu_acc, op, sz, 0); add(N("%s_rm%d_i", alu[op], bits), g_alu_imm, op, sz, 0); if (sz > 1) add(N("%s_rm%d_i8", alu[op], bits), g_alu_imm, op, sz, 1); }
    add(N("inc_rm%d", bits), g_grp, 0xFE, sz, 0); add(N("dec_rm%d", bits), g_grp, 0xFE, sz, 1); add(N("not_rm%d", bits), g_grp, 0xF6, sz, 2); add(N("neg_rm%d", bits), g_grp, 0xF6, sz, 3);
    add(N("mul_rm%d", bits), g_mul, 0xF6, sz, 4); add(N("imul_rm%d", bits), g_mul, 0xF6, sz, 5); add(N("div_rm%d", bits), g_div, 0xF6, sz, 6); add(N("idiv_rm%d", bits), g_div, 0xF6, sz, 7);
    add(N("test_rm%d_r", bits), g_test_rr, 0, sz, 0); add(N("test_acc%d_i", bits), g_test_acc, 0, sz, 0); add(N("test_rm%d_i", bits), g_test_imm, 0, sz, 0);
    static const char *sh[8] = { "rol","ror","rcl","rcr","shl","shr","sal6","sar" };
    for (int op = 0; op < 8; op++) { add(N("%s_rm%d_1", sh[op], bits), g_shift, op, sz, 0); add(N("%s_rm%d_cl", sh[op], bits), g_shift, op, sz, 1); add(N("%s_rm%d_i8", sh[op], bits), g_shift, op, sz, 2); }
    add(N("xchg_rm%d_r", bits), g_mov, 0x86, sz, 0); add(N("mov_rm%d_r", bits), g_mov, 0x88, sz, 0); add(N("mov_r_rm%d", bits), g_mov, 0x8A, sz, 0); add(N("mov_rm%d_i", bits), g_movi, 0, sz, 0); add(N("mov_r%d_i", bits), g_movri, 0, sz, 0); add(N("mov_acc%d_moffs", bits), g_moffs, 0xA0, sz, 0); add(N("mov_moffs_acc%d", bits), g_moffs, 0xA2, sz, 0);
    add(N("xadd_rm%d_r", bits), g_0f_rm, sz == 1 ? 0xC0 : 0xC1, sz, 0); add(N("cmpxchg_rm%d_r", bits), g_cmpxchg, 0, sz, 0);
    static const struct { const char *n; int op; } str[] = { {"movs",0xA4},{"cmps",0xA6},{"stos",0xAA},{"lods",0xAC},{"scas",0xAE} };
    for (int i = 0; i < 5; i++) { add(N("%s%d", str[i].n, bits), g_str, str[i].op, sz, 0); add(N("rep_%s%d", str[i].n, bits), g_str, str[i].op, sz, 0xF3); if ((str[i].op & ~8) == 0xA6) add(N("repne_%s%d", str[i].n, bits), g_str, str[i].op, sz, 0xF2); }
    if (sz == 1) continue;
    add(N("inc_r%d", bits), g_incdec_r, 0x40, sz, 0); add(N("dec_r%d", bits), g_incdec_r, 0x48, sz, 0); add(N("xchg_acc_r%d", bits), g_incdec_r, 0x90, sz, 0);
    add(N("imul_r_rm%d", bits), g_imul2, 0, sz, 0); add(N("imul_r_rm%d_i", bits), g_imul3, 0, sz, 0); add(N("imul_r_rm%d_i8", bits), g_imul3, 0, sz, 1);
    for (int d = 0; d < 2; d++) { add(N("%s_rm%d_i8", d ? "shrd" : "shld", bits), g_shd, d, sz, 0); add(N("%s_rm%d_cl", d ? "shrd" : "shld", bits), g_shd, d, sz, 1); }
    static const char *bt[4] = { "bt","bts","btr","btc" }; for (int i = 0; i < 4; i++) { add(N("%s_rm%d_r", bt[i], bits), g_bt_r, i, sz, 0); add(N("%s_rm%d_i8", bt[i], bits), g_bt_i, i, sz, 0); }
    add(N("bsf_r_rm%d", bits), g_bs, 0, sz, 0); add(N("bsr_r_rm%d", bits), g_bs, 1, sz, 0);
    add(N("movzx_r%d_rm8", bits), g_0f_rm, 0xB6, sz, 0); add(N("movsx_r%d_rm8", bits), g_0f_rm, 0xBE, sz, 0); add(N("movzx_r%d_rm16", bits), g_0f_rm, 0xB7, sz, 0); add(N("movsx_r%d_rm16", bits), g_0f_rm, 0xBF, sz, 0);
    for (int c = 0; c < 16; c++) add(N("cmov%x_r_rm%d", c, bits), g_0f_rm, 0x40 | c, sz, 0);
    add(N("lea_r%d", bits), g_lea, 0, sz, 0); add(N("lea_r%d_a16", bits), g_lea, 0, sz, 1);
    add(N("push_r%d", bits), g_push_r, 0x50, sz, 0); add(N("pop_r%d", bits), g_push_r, 0x58, sz, 0); add(N("push_i%d", bits), g_push_i, 0, sz, 0); add(N("push_i8_%d", bits), g_push_i, 0, sz, 1); add(N("push_m%d", bits), g_push_m, 0, sz, 0); add(N("pop_m%d", bits), g_push_m, 0, sz, 1);
    add(N("pusha%d", bits), g_stk, 0x60, sz, 0); add(N("popa%d", bits), g_stk, 0x61, sz, 0); add(N("pushf%d", bits), g_stk, 0x9C, sz, 0); add(N("popf%d", bits), g_stk, 0x9D, sz, 1);
    add(N("enter%d_0", bits), g_enter, 0, sz, 0); add(N("enter%d_n", bits), g_enter, 0, sz, 1); add(N("leave%d", bits), g_leave, 0, sz, 0);
    add(N("cbw_cwde%d", bits), g_op, 0x98, sz, 0); add(N("cwd_cdq%d", bits), g_op, 0x99, sz, 0);
  }
  add("cmpxchg8b", g_cmpxchg8b, 0,0,0); add("bswap", g_bswap, 0,0,0); add("bound32", g_bound, 0,4,0); add("xlat", g_xlat, 0,0,0);
  for (int c = 0; c < 16; c++) { add(N("set%x", c), g_setcc, c,0,0); add(N("j%x_rel8", c), g_jcc, c,0,0); add(N("j%x_rel32", c), g_jcc, c,1,0); }
  add("loopne", g_loop, 0xE0,0,0); add("loope", g_loop, 0xE1,0,0); add("loop", g_loop, 0xE2,0,0); add("jecxz", g_loop, 0xE3,0,0); add("jcxz", g_loop, 0xE3,1,0); add("loop_cx", g_loop, 0xE2,1,0);
  add("lahf", g_op, 0x9F,0,0); add("sahf", g_op, 0x9E,0,0); add("clc", g_op, 0xF8,0,0); add("stc", g_op, 0xF9,0,0); add("cmc", g_op, 0xF5,0,0); add("cld", g_op, 0xFC,0,0); add("std", g_op, 0xFD,0,0); add("salc", g_op, 0xD6,0,0); add("into", g_op, 0xCE,0,0);
  add("daa", g_op, 0x27,0,OF); add("das", g_op, 0x2F,0,OF); add("aaa", g_op, 0x37,0,OF|SF|ZF|PF); add("aas", g_op, 0x3F,0,OF|SF|ZF|PF); add("aam", g_aam, 0xD4,0,0); add("aad", g_aam, 0xD5,0,0);
  add("call_rel32", g_call, 0xE8,0,0); add("call_r", g_call, 0xFF,2,0); add("jmp_r", g_call, 0xFF,4,0); add("ret", g_ret, 0xC3,0,0); add("ret_i16", g_ret, 0xC2,0,0);
  add("ud2", g_ud, 0x0B,0,0); for (int i = 0; i < 7; i++) add(N("fault%d", i), g_fault, i,0,0);
  static const struct { const char *n; u32 op; int st, ops; } fp[] = { {"fadd",0xC1D8,1,2},{"fmul",0xC9D8,1,2},{"fsub",0xE1D8,1,2},{"fsubr",0xE9D8,1,2},{"fdiv",0xF1D8,1,2},{"fdivr",0xF9D8,1,2},{"faddp",0xC1DE,1,2},{"fcom",0xD1D8,0,2},{"fucom",0xE1DD,0,2},{"fcomi",0xF1DB,0,2},{"fucomi",0xE9DB,0,2},{"ftst",0xE4D9,0,1},{"fxam",0xE5D9,0,1},{"fabs",0xE1D9,1,1},{"fchs",0xE0D9,1,1},{"fsqrt",0xFAD9,1,1},{"frndint",0xFCD9,1,1},{"fscale",0xFDD9,1,2},{"fprem",0xF8D9,1,2},{"fprem1",0xF5D9,1,2},{"fxtract",0xF4D9,1,1},{"fxch",0xC9D9,1,2},{"fld1",0xE8D9,1,1},{"fldpi",0xEBD9,1,1} };
  for (unsigned i = 0; i < sizeof fp/sizeof *fp; i++) add(fp[i].n, g_x87, fp[i].op, fp[i].st, fp[i].ops);
  static const struct { const char *n; int op, mr; } fs[] = { {"fst_m32",0xD9,0x15},{"fst_m64",0xDD,0x15},{"fist_m16",0xDF,0x15},{"fist_m32",0xDB,0x15},{"fistp_m64",0xDF,0x3D},{"fbstp",0xDF,0x35},{"fstp_m80",0xDB,0x3D} };
  for (unsigned i = 0; i < sizeof fs/sizeof *fs; i++) add(fs[i].n, g_x87st, fs[i].op, fs[i].mr, 0);
}


static void hexout(const u8 *p, int k){ while (k--) printf("%02x", *p++); }
static char *units; // JSON text about the instructions of a sequence, or none
static u32 (*late_undef)(void); // undefined flags of a sequence depend on where it ended

static void run_and_print(const char *name){
  memcpy((void*)CODE, code, n); memcpy(shadow, mem, DSZ);
  struct st in = cur; run_case(); if (late_undef) undef_ = late_undef();
  printf("{\"f\":\"%s\",\"b\":\"", name); hexout(code, n); printf("\",\"i\":["); for (int i = 0; i < 8; i++) printf("%u,", in.r[i]); printf("%u]", in.efl);
  printf(",\"m\":["); { int first = 1; for (u32 i = 0; i < DSZ; i++) if (shadow[i]) { u32 j = i, z = 0; for (u32 k = i; k < DSZ && z < 8; k++) if (shadow[k]) { j = k + 1; z = 0; } else z++; printf("%s[%u,\"", first ? "" : ",", DATA + i); hexout(shadow + i, j - i); printf("\"]"); first = 0; i = j; } } printf("]");
  printf(",\"o\":["); for (int i = 0; i < 8; i++) printf("%u,", out.r[i]); printf("%u],\"eip\":%u", out.efl & (ARITH|DF), out.eip);
  printf(",\"w\":["); int first = 1; for (u32 i = 0; i < DSZ; i++) if (mem[i] != shadow[i]) { u32 j = i; while (j < DSZ && mem[j] != shadow[j]) j++; printf("%s[%u,\"", first ? "" : ",", DATA + i); hexout(mem + i, j - i); printf("\"]"); first = 0; i = j; } printf("]");
  if (xvec != 3) { printf(",\"x\":%d,\"e\":%u", xvec, xerr); if (xvec == 14) printf(",\"cr2\":%u", xcr2); }
  if (undef_) printf(",\"u\":%u", undef_);
  if (undef_dst) printf(",\"ur\":1");
  if (units) printf(",\"s\":[%s]", units);
  printf("}\n"); memset((void*)CODEPG, 0xCC, 0x2000);
}
static void fresh(void){ memset(mem, 0, DSZ); nwin = 0; n = 0; undef_ = 0; undef_dst = 0; ea_last = 0; memset(&cur, 0, sizeof cur); cur.eip = CODE; }
static void seed_rng(u32 seed, u32 k){ rs = 0x9E3779B97F4A7C15ull ^ ((u64)seed << 32) ^ (u64)(k + 1) * 0xD1342543DE82EF95ull; for (int i = 0; i < 8; i++) rnd(); }

#include "sequences.c"

// Requests, one a line: code in hex, nine decimal numbers as in "i", then pairs of address and hex bytes. Answers are vectors.
static int unhex(const char *s, u8 *to, int max){ int k = 0; for (unsigned v; k < max && sscanf(s + 2 * k, "%2x", &v) == 1; k++) to[k] = v; return k; }
static void oracle(void){
  static char line[65536];
  while (fgets(line, sizeof line, stdin)) {
    fresh(); char *t = strtok(line, " \n"); if (!t) continue;
    n = unhex(t, code, sizeof code);
    for (int i = 0; i < 8 && t; i++) { t = strtok(0, " \n"); cur.r[i] = t ? strtoul(t, 0, 10) : 0; }
    t = strtok(0, " \n"); cur.efl = t ? strtoul(t, 0, 10) : 0x202;
    while ((t = strtok(0, " \n"))) { u32 a = strtoul(t, 0, 10); t = strtok(0, " \n"); if (t && a >= DATA && a < DATA + DSZ) unhex(t, (u8*)a, DATA + DSZ - a); }
    run_and_print("oracle"); fflush(stdout);
  }
}

static int ac; static char **av;
static void run_all(void){
  build(); if (ac > 1 && !strcmp(av[1], "list")) { for (int i = 0; i < nforms; i++) puts(forms[i].name); return; }
  u8 *cp = mmap((void*)CODEPG, 0x2000, 7, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0); u8 *dp = mmap((void*)DATA, DSZ, 3, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
  if (cp != (u8*)CODEPG || dp != mem) { perror("mmap"); exit(1); }
  struct user_desc fs = { .entry_number = 0, .base_addr = DATA, .limit = DSZ - 1, .seg_32bit = 1, .useable = 1 };
  if (syscall(SYS_modify_ldt, 1, &fs, sizeof fs)) { perror("modify_ldt"); exit(1); }
  __asm__ volatile("mov %0,%%fs" :: "r"(7));
  static u8 alt[65536]; stack_t ss = { .ss_sp = alt, .ss_size = sizeof alt }; sigaltstack(&ss, 0);
  struct sigaction sa = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO|SA_ONSTACK }; int sg[] = { SIGTRAP, SIGSEGV, SIGILL, SIGFPE, SIGBUS }; for (int i = 0; i < 5; i++) sigaction(sg[i], &sa, 0);
  memset(cp, 0xCC, 0x2000);
  if (ac > 1 && !strcmp(av[1], "oracle")) { oracle(); return; }
  if (ac > 3 && !strcmp(av[1], "seq")) { sequences(strtoul(av[2], 0, 0), atoi(av[3]), ac > 4 ? atoi(av[4]) : 0); return; }
  u32 seed = ac > 1 ? strtoul(av[1], 0, 0) : 1; int per = ac > 2 ? atoi(av[2]) : 40; const char *only = ac > 3 ? av[3] : 0;
  for (int fi = 0; fi < nforms; fi++) { if (only && strcmp(only, forms[fi].name)) continue;
    seed_rng(seed, fi);
    for (int t = 0; t < per; t++) {
      fresh(); for (int i = 0; i < 8; i++) cur.r[i] = edgy();
      cur.efl = 0x202 | (rnd() & ARITH) | (below(4) ? 0 : DF);
      forms[fi].gen(&forms[fi]); run_and_print(forms[fi].name);
    } }
}

// The process's own stack lies where edgy values point to; a case must find nothing there.
static void leave_first_stack(void){
  FILE *f = fopen("/proc/self/maps", "r"); static char line[512]; unsigned long a, b;
  while (f && fgets(line, sizeof line, f)) if (strstr(line, "[stack]") && sscanf(line, "%lx-%lx", &a, &b) == 2) { fclose(f); munmap((void*)a, b - a); return; }
}
static void on_own_stack(void){ leave_first_stack(); run_all(); fflush(stdout); _exit(0); }
static u8 own_stack[1 << 18] __attribute__((aligned(16)));
int main(int c, char **v){
  ac = c; static char *args[8]; for (int i = 0; i < c && i < 7; i++) args[i] = strdup(v[i]); av = args;
  __asm__ volatile("mov %0,%%esp\n call *%1" :: "r"(own_stack + sizeof own_stack - 64), "r"(on_own_stack)); return 0;
}

// segments.c -- user-mode vectors with segments; the host CPU is the oracle.
// Build: gcc -m32 -O1 -static -no-pie -fno-pic -fno-stack-protector -Wl,-Ttext-segment=0x61830000 -o segments segments.c
// Run:   ./segments SEED VECTORS_PER_FORM [FORM] > segments.jsonl
//
// As gen.c's vectors, but every segment register holds a selector of the LDT, whose descriptors change from case to case: limits in the middle of the
// data, expand-down, read-only, 16-bit stacks and code, absent ones. Operands, stacks and code lie across the limits as often as not.
// Further fields: "l" the descriptors, low and high word of each; "s" selectors before and "so" after, es cs ss ds fs gs; "nm" 1: memory is not
// compared, because processors may differ in what is stored before the fault.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <signal.h>
#include <ucontext.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <asm/ldt.h>
typedef uint8_t u8; typedef uint16_t u16; typedef uint32_t u32; typedef uint64_t u64;
#define CODEPG 0x10000000u
#define START 0x800u
#define DATA 0x20000000u
#define DSZ 0x2000u
#define FLAGS 0xCD5u
#define STUCK 255u
enum { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI };
enum { ES, CS, SS, DS, FS, GS };

struct { u32 r[8], efl; u32 esp, ss; u32 eip, cs; u16 es, ds, fs, gs; } cur; // esp:ss and eip:cs are far pointers
static struct { u32 r[8], efl, eip; u32 s[6]; } out;
u32 saved_esp; static u32 vec, err_, cr2_, host[6];
void run_case(void); extern char resume_pt[];
__asm__(".text\n.globl run_case\nrun_case:\n pusha\n pushf\n mov %esp,saved_esp\n mov cur+52,%es\n mov cur+56,%fs\n mov cur+58,%gs\n push cur+32\n popf\n"
 " mov cur+0,%eax\n mov cur+4,%ecx\n mov cur+8,%edx\n mov cur+12,%ebx\n mov cur+20,%ebp\n mov cur+24,%esi\n mov cur+28,%edi\n lss cur+36,%esp\n"
 " mov %cs:cur+54,%ds\n ljmp *%cs:cur+44\n.globl resume_pt\nresume_pt:\n popf\n popa\n ret\n");

static void handler(int n, siginfo_t *si, void *v) {
  ucontext_t *uc = v; greg_t *g = uc->uc_mcontext.gregs; (void)n; (void)si;
  static const int map[8] = { REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI }, seg[6] = { REG_ES, REG_CS, REG_SS, REG_DS, REG_FS, REG_GS };
  for (int i = 0; i < 8; i++) out.r[i] = g[map[i]];
  for (int i = 0; i < 6; i++) { out.s[i] = g[seg[i]] & 0xFFFF; g[seg[i]] = host[i]; }
  out.eip = g[REG_EIP]; out.efl = g[REG_EFL]; vec = n == SIGVTALRM ? STUCK : g[REG_TRAPNO]; err_ = g[REG_ERR]; cr2_ = uc->uc_mcontext.cr2;
  if (vec == 3) out.eip--;
  g[REG_EIP] = (u32)resume_pt; g[REG_ESP] = saved_esp; g[REG_EFL] = 0x202;
}

static u64 rs;
static u32 rnd(void){ rs ^= rs >> 12; rs ^= rs << 25; rs ^= rs >> 27; return (u32)((rs * 2685821657736338717ull) >> 32); }
static u32 below(u32 n){ return rnd() % n; }
static u32 edgy(void){ static const u32 e[] = { 0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff }; return below(2) ? e[below(13)] : rnd(); }

// ---- descriptors
enum { FLAT, FLATCODE, UP, READ, DOWN32, DOWN16, STACK16, ABSENT, CODE32, CODE16, EXECUTE, NOCODE, READDOWN, PAGES, ENTRIES };
static struct { u32 base, limit, contents, readonly, big, pages, absent; } d[ENTRIES];
#define SEL(i) ((i) << 3 | 7)
static void define(int i, u32 base, u32 limit, int contents, int readonly, int big, int pages, int absent){
  d[i].base = base; d[i].limit = limit; d[i].contents = contents; d[i].readonly = readonly; d[i].big = big; d[i].pages = pages; d[i].absent = absent;
  struct user_desc u = { .entry_number = i, .base_addr = base, .limit = limit, .seg_32bit = big, .contents = contents, .read_exec_only = readonly, .limit_in_pages = pages,
    .seg_not_present = absent, .useable = 1 };
  if (syscall(SYS_modify_ldt, 1, &u, sizeof u)) { perror("modify_ldt"); exit(1); }
}
static u32 last(int i){ return d[i].pages ? d[i].limit << 12 | 0xFFF : d[i].limit; }
static u32 low(int i){ return (d[i].limit & 0xFFFF) | d[i].base << 16; }
static u32 high(int i){ return (d[i].base & 0xFF000000) | d[i].pages << 23 | d[i].big << 22 | (d[i].limit & 0xF0000) | !d[i].absent << 15 | 3 << 13 | 1 << 12
  | (d[i].contents << 2 | !d[i].readonly << 1 | 1) << 8 | (d[i].base >> 16 & 0xFF); }
static int c16;                   // the code segment is one of 16 bits
static int seg_of[6];             // the entry in each segment register, -1: null
static u32 some_limit(void){ return below(3) ? 0x400 + below(64) : below(2) ? 0x10 + below(32) : 0x1FF0 + below(20); }
static void descriptors(int code_end){
  u32 m = below(4) ? 0 : below(16), l;
  define(FLAT, 0, 0xFFFFF, 0, 0, 1, 1, 0); define(FLATCODE, 0, 0xFFFFF, 2, 0, 1, 1, 0);
  define(UP, DATA + m, some_limit(), 0, 0, 1, 0, 0); define(READ, DATA + m, some_limit(), 0, 1, 1, 0, 0);
  l = 0x400 + below(0x800); define(DOWN32, DATA - 0x100 - below(2) * 0x400 + m, l, 1, 0, 1, 0, 0);
  l = 0xE000 + below(0x1F00); define(DOWN16, DATA - 0xE000 - m, l, 1, 0, 0, 0, 0);
  define(STACK16, DATA + m, below(3) ? 0xFFFF : some_limit(), 0, 0, 0, 0, 0); define(ABSENT, DATA, 0xFFF, 0, 0, 1, 0, 1);
  u32 end = START + code_end - 1 + (below(2) ? 0x400 : below(4) - (below(3) ? 0 : 2));
  define(CODE32, CODEPG, end, 2, 0, 1, 0, 0); define(CODE16, CODEPG, end, 2, 0, 0, 0, 0); define(EXECUTE, CODEPG, end, 2, 1, 1, 0, 0); define(NOCODE, CODEPG, 0xFFF, 2, 0, 1, 0, 1);
  l = 0x400 + below(0x800); define(READDOWN, DATA - 0x100, l, 1, 1, 1, 0, 0); define(PAGES, DATA, below(2), 0, 0, 1, 1, 0);
}
static u32 any_selector(void){ return below(8) == 0 ? below(4) : (below(ENTRIES + 2) << 3 | 4 | (below(3) ? 3 : below(4))); }

// ---- code
static u8 code[64]; static int n, n0; static u32 undef_;
// Where processors may differ: in what is stored, or loaded, before a fault; in addresses of instructions; in which operand, or half of one, faults first.
static enum { NOWHERE, STORES, STATE, LOADS, OPERANDS, HALVES } differ;
static void b1(u32 v){ code[n++] = v; }
static void bn(u32 v, int k){ while (k--) { b1(v); v >>= 8; } }
static void osz(int sz){ if (sz > 1 && (sz == 2) != c16) b1(0x66); }
static void asz(int a){ if ((a == 2) != c16) b1(0x67); }
static int any(void){ return 1 << below(3); }
static int wide(void){ return 2 << below(2); }
// an offset near an end of a segment
static u32 offset(int i, int size){
  if (i < 0) return edgy();
  if (i == FLAT) return DATA + 0x400 + below(64);
  if (i == FLATCODE || i == NOCODE) return CODEPG + START + below(16);
  u32 top = d[i].big ? 0xFFFFFFFF : 0xFFFF;
  if (d[i].contents == 1) switch (below(4)) { case 0: case 1: return last(i) + below(10) - 4; case 2: return top - below(size + 6); default: return last(i) + 1 + below(0x200); }
  switch (below(5)) { case 0: case 1: case 2: return last(i) - size + below(size + 4) - 1; case 3: return below(0x30); default: return below(4) ? last(i) / 2 : top - below(size + 2); }
}
static void fill(int i, u32 off, int size){ // something to read there
  u32 a = (i < 0 ? 0 : d[i].base) + off;
  for (u32 k = a - 8; k != a + size + 8; k++) if (k - DATA < DSZ) *(u8*)k = below(3) ? rnd() : 0xFF;
}
static u32 at_linear, at_offset; static int at_seg, a_size;
static void modrm_(int reg, int size){ // chooses a segment, an address size and registers; all prefixes but 66 are written by prefix()
  (void)size; int r = at_seg & 0x100 ? EBP : at_seg & 0x200 ? ESI : EBX;
  if (a_size == 4) { if (r == EBP) { b1(0x45 | reg << 3); b1(0); } else b1(reg << 3 | (r == ESI ? 6 : 3)); }
  else if (r == EBP) { b1(0x46 | reg << 3); b1(0); } else b1(reg << 3 | (r == ESI ? 4 : 7));
}
static void operand(int size){ // the prefixes of a memory operand, and its registers
  static const u8 override[6] = { 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65 };
  int r = below(3), base = r == 0 ? EBX : r == 1 ? EBP : ESI, s = r == 1 ? SS : DS;
  if (below(2)) { s = below(6); b1(override[s]); }
  a_size = wide(); asz(a_size);
  u32 o = offset(seg_of[s], size); at_offset = a_size == 2 ? o & 0xFFFF : o; cur.r[base] = a_size == 2 ? (rnd() & 0xFFFF0000) | at_offset : at_offset;
  fill(seg_of[s], at_offset, size); at_linear = (seg_of[s] < 0 ? 0 : d[seg_of[s]].base) + at_offset; at_seg = s | (base == EBP ? 0x100 : base == ESI ? 0x200 : 0);
}
static void m(int size, int sz, u32 opcode, int reg){ operand(size); osz(sz); if (opcode > 0xFF) b1(opcode >> 8); b1(opcode); modrm_(reg, size); }
static int reg(void){ static const u8 r[] = { EAX, ECX, EDX, EDI }; return r[below(4)]; }

static void f_load(void){ int z = any(); m(z, z, 0x8A | (z > 1), reg()); }
static void f_store(void){ int z = any(); m(z, z, 0x88 | (z > 1), reg()); }
static void f_modify(void){ int z = any(), op = below(8); m(z, z, op << 3 | (z > 1), reg()); undef_ = op == 1 || op == 4 || op == 6 ? 0x10 : 0; }
static void f_compare(void){ int z = any(); m(z, z, 0x38 | (z > 1), reg()); }
static void f_exchange(void){ int z = any(); m(z, z, below(2) ? 0x86 | (z > 1) : 0x0FB0 | (z > 1), reg()); }
static void f_exchange8(void){ m(8, 4, 0x0FC7, 1); }
static void f_locked(void){ b1(0xF0); int z = any(); m(z, z, (z > 1), reg()); }
static void f_bits(void){ int z = wide(), k = below(4); m(z, z, 0x0FA3 | k << 3, ECX); cur.r[ECX] = below(2) ? below(64) : (u32)-(int)below(64); undef_ = 0x894; }
static void f_scan(void){ int z = wide(); m(z, z, 0x0FBC | below(2), EAX); cur.r[EAX] = 0; undef_ = 0x895; }
static void f_bound(void){ int z = wide(); m(2 * z, z, 0x62, reg()); }
static void f_push_m(void){ int z = wide(); m(z, z, 0xFF, 6); }
static void f_pop_m(void){ int z = wide(); m(z, z, 0x8F, 0); }
static void f_jump_m(void){ int z = wide(); m(z, z, 0xFF, 4 - 2 * below(2)); if (at_linear - DATA < DSZ - 4) *(u32*)at_linear = below(4) ? START + below(32) : edgy(); }
static void f_far_m(void){ int z = wide(); m(z + 2, z, 0xFF, 5 - 2 * below(2)); if (at_linear - DATA < DSZ - 8) { u32 o = below(4) ? START + below(32) : edgy(); memcpy((void*)at_linear, &o, z); u16 s = any_selector(); memcpy((void*)(at_linear + z), &s, 2); } }
static void f_load_far(void){ static const u16 op[] = { 0xC4, 0xC5, 0x0FB2, 0x0FB4, 0x0FB5 }; int z = wide(); m(z + 2, z, op[below(5)], reg()); if (at_linear - DATA < DSZ - 8) { u16 s = any_selector(); memcpy((void*)(at_linear + z), &s, 2); } }
static void f_load_sreg(void){ static const u8 s[] = { ES, SS, DS, FS, GS }; m(2, 2, 0x8E, s[below(5)]); if (at_linear - DATA < DSZ - 2) { u16 v = any_selector(); memcpy((void*)at_linear, &v, 2); } }
static void f_move_sreg(void){ static const u8 s[] = { ES, SS, DS, FS, GS }; cur.r[EDX] = (rnd() & 0xFFFF0000) | any_selector(); osz(wide()); b1(0x8E); b1(0xC2 | s[below(5)] << 3); if (below(2)) f_load(); }
static void f_store_sreg(void){ m(2, wide(), 0x8C, below(6)); }
static void f_query(void){ int z = wide(); cur.r[EDX] = (rnd() & 0xFFFF0000) | any_selector(); osz(z); b1(0x0F); if (below(2)) { b1(2 + below(2)); b1(0xC2); } else { b1(0); b1(0xE2 | below(2) << 3); } }
static void f_query_m(void){ int z = wide(); if (below(2)) m(2, z, 0x0F02 + below(2), EAX); else m(2, 2, 0x0F00, 4 + below(2)); if (at_linear - DATA < DSZ - 2) { u16 v = any_selector(); memcpy((void*)at_linear, &v, 2); } }
static void f_adjust(void){ cur.r[EDX] = edgy(); cur.r[ECX] = edgy(); b1(0x63); b1(0xC2 | ECX << 3); }

// ---- stack
static u32 stack_at;
static void stack(int size){ int i = seg_of[SS]; u32 o = offset(i, size); if (below(3) == 0) o += size; cur.esp = d[i].big ? o : (below(2) ? 0 : rnd() & 0xFFFF0000) | (o & 0xFFFF); stack_at = d[i].big ? o : o & 0xFFFF; fill(i, stack_at, 64); }
static u32 *stack_word(void){ u32 a = d[seg_of[SS]].base + stack_at; return a - DATA < DSZ - 64 ? (u32*)a : 0; }
static void f_push(void){ int z = wide(); stack(z); osz(z); switch (below(4)) { case 0: b1(0x50 | below(8)); break; case 1: b1(0x6A); b1(rnd()); break; case 2: b1(0x68); bn(rnd(), z); break; default: b1(0x9C); } }
static void f_pop(void){ int z = wide(); stack(z); osz(z); b1(0x58 | below(8)); }
static void f_popf(void){ int z = wide(); stack(z); u32 *w = stack_word(); if (w) *w &= FLAGS; else cur.esp = 0x10; if (!w) { stack_at = 0x10; fill(seg_of[SS], 16, 8); w = stack_word(); if (w) *w &= FLAGS; } osz(z); b1(0x9D); }
static void f_all(void){ int z = wide(); stack(8 * z); osz(z); n0 = below(2); b1(0x60 | n0); differ = n0 ? LOADS : STORES; }
static void f_enter(void){ int z = wide(); stack(z); u32 e = offset(seg_of[SS], z); cur.r[EBP] = below(2) ? e : cur.esp + 8; osz(z); b1(0xC8); bn(below(4) ? below(32) : rnd(), 2); b1(below(3) ? 0 : below(5)); differ = STORES; }
static void f_leave(void){ int z = wide(); stack(z); cur.r[EBP] = cur.esp; cur.esp = edgy(); osz(z); b1(0xC9); }
static void f_push_sreg(void){ int z = wide(); stack(z); osz(z); static const u16 op[] = { 0x06, 0x0E, 0x16, 0x1E, 0x0FA0, 0x0FA8 }; u16 o = op[below(6)]; if (o > 0xFF) b1(0x0F); b1(o); }
static void f_pop_sreg(void){ int z = wide(); stack(z); u32 *w = stack_word(); if (w) *w = (*w & 0xFFFF0000) | any_selector(); osz(z); static const u16 op[] = { 0x07, 0x17, 0x1F, 0x0FA1, 0x0FA9 }; u16 o = op[below(5)]; if (o > 0xFF) b1(0x0F); b1(o); }
static u32 target(void){ return below(4) ? START + below(64) : below(2) ? d[CODE32].limit + below(4) - 1 : edgy(); }
static void f_call(void){ int z = wide(); stack(z); osz(z); b1(0xE8); bn(target() - START - n - z, z); }
static void f_jump(void){ int z = wide(); if (below(2)) { osz(z); b1(0x0F); b1(0x80 | below(16)); bn(target() - START - n - z, z); } else { osz(z); b1(below(2) ? 0xEB : 0x70 | below(16)); b1(rnd()); } }
static void f_loop(void){ asz(wide()); cur.r[ECX] = below(2) ? below(3) : edgy(); osz(wide()); b1(0xE0 | below(4)); b1(rnd()); }
static void f_return(void){ int z = wide(); stack(z); u32 *w = stack_word(); if (w) *w = target(); osz(z); if (below(2)) b1(0xC3); else { b1(0xC2); bn(below(64), 2); } }
static void far_frame(int z, int flags){ u32 *w = stack_word(); if (!w) return; u8 *p = (u8*)w; u32 o = target(); memcpy(p, &o, z); u32 s = (rnd() & 0xFFFF0000) | any_selector(); if (below(2)) s = SEL(below(2) ? CODE32 : CODE16); memcpy(p + z, &s, z); if (flags) { u32 f = rnd() & FLAGS; memcpy(p + 2 * z, &f, z); } }
static void f_return_far(void){ int z = wide(); stack(2 * z); far_frame(z, 0); osz(z); if (below(2)) b1(0xCB); else { b1(0xCA); bn(below(64), 2); } }
static void f_iret(void){ int z = wide(); stack(3 * z); if (!stack_word() && d[seg_of[SS]].base + stack_at - DATA + 16 < DSZ + 32) { cur.esp = stack_at = 0x20; fill(seg_of[SS], 32, 16); } far_frame(z, 1); osz(z); b1(0xCF); }
static void f_jump_far(void){ int z = wide(); osz(z); b1(0xEA); bn(target(), z); bn(below(2) ? SEL(below(2) ? CODE32 : CODE16) : any_selector(), 2); }
static void f_call_far(void){ int z = wide(); stack(2 * z); osz(z); b1(0x9A); bn(target(), z); bn(below(2) ? SEL(below(2) ? CODE32 : CODE16) : any_selector(), 2); }
// ---- strings
static void string(int compare){
  static const u8 move[] = { 0xA4, 0xAA, 0xAC }, comp[] = { 0xA6, 0xAE }, override[6] = { 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65 };
  int op = compare ? comp[below(2)] : move[below(3)], z = any(), s = DS, rep = below(3), a = wide();
  if (below(3) == 0) { s = below(6); b1(override[s]); }
  asz(a); if (rep) b1(compare ? 0xF2 + below(2) : 0xF3);
  u32 mask = a == 2 ? 0xFFFF : 0xFFFFFFFF; int back = (cur.efl >> 10 & 1) ? 1 : -1, span = rep ? z * below(8) : 0;
  u32 si = (offset(seg_of[s], z) + back * span) & mask, di = (offset(seg_of[ES], z) + back * span) & mask;
  fill(seg_of[s], si, 40); fill(seg_of[ES], di, 40);
  cur.r[ESI] = a == 2 ? (rnd() & ~mask) | si : si; cur.r[EDI] = a == 2 ? (rnd() & ~mask) | di : di; cur.r[ECX] = rep ? (a == 2 ? rnd() & ~mask : 0) | below(12) : cur.r[ECX];
  osz(z); b1(op | (z > 1)); if (op == 0xA6) differ = OPERANDS;
}
static void f_string(void){ string(0); }
static void f_scan_string(void){ string(1); }
static void f_xlat(void){ a_size = wide(); asz(a_size); static const u8 override[6] = { 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65 }; int s = DS; if (below(2)) { s = below(6); b1(override[s]); }
  u32 o = offset(seg_of[s], 1); cur.r[EAX] = rnd() & 0xFF; cur.r[EBX] = o - cur.r[EAX]; fill(seg_of[s], o, 1); b1(0xD7); }
// ---- x87
static void f_float(void){ static const struct { u8 op, reg, size; } t[] = { { 0xD9, 0, 4 }, { 0xDD, 0, 8 }, { 0xDB, 5, 10 }, { 0xDF, 0, 2 }, { 0xDB, 0, 4 }, { 0xDF, 5, 8 }, { 0xDF, 4, 10 }, { 0xD9, 2, 4 }, { 0xDD, 2, 8 }, { 0xDB, 7, 10 }, { 0xDF, 3, 2 }, { 0xDF, 7, 8 }, { 0xDF, 6, 10 }, { 0xD9, 5, 2 }, { 0xD9, 7, 2 }, { 0xDD, 7, 2 } };
  b1(0xDB); b1(0xE3); b1(0xD9); b1(0xEB); int i = below(16); m(t[i].size, 4, t[i].op, t[i].reg); if (t[i].op == 0xD9 && t[i].reg == 5 && at_linear - DATA < DSZ - 2) { u16 w = 0x37F; memcpy((void*)at_linear, &w, 2); } b1(0xDF); b1(0xE0); differ = t[i].size == 10 ? HALVES : STORES; }
static void f_float_state(void){ int z = wide(), save = below(2); b1(0xDB); b1(0xE3); m(save ? 94 + 7 * z - 14 : 7 * z, z, save ? 0xDD : 0xD9, 6); differ = STATE; }
static void f_plain(void){ b1(0x90); b1(0x40 | below(8)); b1(0x90); }
static void f_long(void){ int k = 12 + below(4); while (k--) b1(0x3E); b1(0x40 | reg()); }

static const struct { const char *name; void (*make)(void); } forms[] = { { "load", f_load }, { "store", f_store }, { "modify", f_modify }, { "compare", f_compare }, { "exchange", f_exchange },
  { "cmpxchg8b", f_exchange8 }, { "locked", f_locked }, { "bits", f_bits }, { "scan", f_scan }, { "bound", f_bound }, { "push-m", f_push_m }, { "pop-m", f_pop_m }, { "jump-m", f_jump_m }, { "far-m", f_far_m },
  { "load-far", f_load_far }, { "load-sreg", f_load_sreg }, { "move-sreg", f_move_sreg }, { "store-sreg", f_store_sreg }, { "query", f_query }, { "query-m", f_query_m }, { "arpl", f_adjust },
  { "push", f_push }, { "pop", f_pop }, { "popf", f_popf }, { "pusha", f_all }, { "enter", f_enter }, { "leave", f_leave }, { "push-sreg", f_push_sreg }, { "pop-sreg", f_pop_sreg }, { "call", f_call }, { "jump", f_jump },
  { "loop", f_loop }, { "return", f_return }, { "return-far", f_return_far }, { "iret", f_iret }, { "jump-far", f_jump_far }, { "call-far", f_call_far }, { "string", f_string }, { "scan-string", f_scan_string },
  { "xlat", f_xlat }, { "x87", f_float }, { "x87-state", f_float_state }, { "plain", f_plain }, { "long", f_long } };

static void hexout(const u8 *p, int k){ while (k--) printf("%02x", *p++); }
static u8 shadow[DSZ];
static void ranges(const char *name, int changed){
  u8 *mem = (u8*)DATA; int first = 1; printf(",\"%s\":[", name);
  for (u32 i = 0; i < DSZ; i++) if (changed ? mem[i] != shadow[i] : shadow[i]) { u32 j = i; while (j < DSZ && (changed ? mem[j] != shadow[j] : shadow[j] || (j + 1 < DSZ && shadow[j + 1]))) j++;
    printf("%s[%u,\"", first ? "" : ",", DATA + i); hexout((changed ? mem : shadow) + i, j - i); printf("\"]"); first = 0; i = j; }
  printf("]");
}
static void one(int form, u32 seed, int k){
  rs = 0x9E3779B97F4A7C15ull ^ ((u64)seed << 32) ^ (u64)(form + 1) * 0xD1342543DE82EF95ull ^ (u64)k << 13; for (int i = 0; i < 8; i++) rnd();
  u8 *mem = (u8*)DATA; memset(mem, 0, DSZ); memset(&cur, 0, sizeof cur); n = 0; undef_ = 0; differ = NOWHERE; at_linear = 0;
  static const signed char data[] = { FLAT, UP, UP, READ, DOWN32, DOWN16, STACK16, CODE32, READDOWN, PAGES, FLATCODE, -1 }, stacks[] = { FLAT, UP, DOWN32, DOWN16, STACK16, STACK16, PAGES }, codes[] = { CODE32, CODE32, CODE16, EXECUTE };
  descriptors(16);
  for (int s = 0; s < 6; s++) seg_of[s] = s == CS ? codes[below(4)] : s == SS ? stacks[below(7)] : data[below(12)];
  c16 = seg_of[CS] == CODE16;
  for (int i = 0; i < 8; i++) cur.r[i] = edgy();
  cur.efl = 0x202 | (rnd() & FLAGS & ~0x400) | (below(4) ? 0 : 0x400);
  cur.esp = offset(seg_of[SS], 4);
  forms[form].make();
  u32 end = START + n - 1 + (below(2) ? 0x400 : below(4) - (below(3) ? 0 : 2));   // where the code segments really end
  define(CODE32, CODEPG, end, 2, 0, 1, 0, 0); define(CODE16, CODEPG, end, 2, 0, 0, 0, 0); define(EXECUTE, CODEPG, end, 2, 1, 1, 0, 0);
  u32 sel[6]; for (int s = 0; s < 6; s++) sel[s] = seg_of[s] < 0 ? 0 : SEL(seg_of[s]);
  cur.es = sel[ES]; cur.ss = sel[SS]; cur.ds = sel[DS]; cur.fs = sel[FS]; cur.gs = sel[GS]; cur.cs = sel[CS]; cur.eip = START; cur.r[ESP] = cur.esp;
  memset((void*)CODEPG, 0xCC, 0x1000); memcpy((void*)(CODEPG + START), code, n); memcpy(shadow, mem, DSZ);
  u32 in[9]; memcpy(in, cur.r, 32); in[8] = cur.efl;
  struct itimerval limit = { .it_value.tv_usec = 50000 }, none = { 0 };
  setitimer(ITIMER_VIRTUAL, &limit, 0); run_case(); setitimer(ITIMER_VIRTUAL, &none, 0);
  if (vec != 3 && (differ == OPERANDS || ((differ == STATE || differ == HALVES) && vec == 14))) return; // which of two faults comes first
  if (vec == STUCK || out.s[CS] == host[CS]) return; // a jump to itself, or code that cannot be entered
  printf("{\"f\":\"%s\",\"b\":\"", forms[form].name); hexout(code, n); printf("\",\"i\":["); for (int i = 0; i < 9; i++) printf("%s%u", i ? "," : "", in[i]);
  printf("],\"l\":["); for (int i = 0; i < ENTRIES; i++) printf("%s%u,%u", i ? "," : "", low(i), high(i));
  printf("],\"s\":["); for (int i = 0; i < 6; i++) printf("%s%u", i ? "," : "", sel[i]); printf("]");
  ranges("m", 0);
  printf(",\"o\":["); for (int i = 0; i < 8; i++) printf("%u,", out.r[i]); printf("%u],\"so\":[", out.efl & FLAGS); for (int i = 0; i < 6; i++) printf("%s%u", i ? "," : "", out.s[i]);
  printf("],\"eip\":%u", out.eip); ranges("w", 1);
  if (vec != 3) { printf(",\"x\":%u,\"e\":%u", vec, vec == 14 ? err_ & ~0x10u : err_); if (vec == 14) printf(",\"cr2\":%u", cr2_); }
  if (undef_) printf(",\"u\":%u", undef_);
  if (differ == LOADS && vec != 3) printf(",\"ur\":1");
  if (differ == STATE || ((differ == STORES || differ == HALVES) && vec != 3)) printf(",\"nm\":1");
  printf("}\n");
}

static int ac; static char **av;
static void run_all(void){
  u32 seed = ac > 1 ? strtoul(av[1], 0, 0) : 1; int per = ac > 2 ? atoi(av[2]) : 10;
  if (mmap((void*)CODEPG, 0x1000, 7, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) != (void*)CODEPG || mmap((void*)DATA, DSZ, 3, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) != (void*)DATA) { perror("mmap"); exit(1); }
  __asm__("mov %%es,%0" : "=r"(host[ES])); __asm__("mov %%cs,%0" : "=r"(host[CS])); __asm__("mov %%ss,%0" : "=r"(host[SS])); __asm__("mov %%ds,%0" : "=r"(host[DS])); __asm__("mov %%fs,%0" : "=r"(host[FS])); __asm__("mov %%gs,%0" : "=r"(host[GS]));
  static u8 alt[65536]; stack_t ss = { .ss_sp = alt, .ss_size = sizeof alt }; sigaltstack(&ss, 0);
  struct sigaction sa = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO|SA_ONSTACK }; int sg[] = { SIGTRAP, SIGSEGV, SIGILL, SIGFPE, SIGBUS, SIGVTALRM }; for (int i = 0; i < 6; i++) sigaction(sg[i], &sa, 0);
  for (unsigned f = 0; f < sizeof forms / sizeof *forms; f++) for (int k = 0; k < per; k++) if (ac < 4 || !strcmp(av[3], forms[f].name)) one(f, seed, k);
}
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

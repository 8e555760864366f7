/* Bits counted, found, reversed and mixed: shifts, masks and 64-bit words. */

const unsigned rounds = 8000;

static unsigned count(unsigned x)
{
    unsigned v = x - (x >> 1 & 0x55555555);
    v = (v & 0x33333333) + (v >> 2 & 0x33333333);
    v = (v + (v >> 4)) & 0x0F0F0F0F;
    return v * 0x01010101 >> 24;
}

static unsigned count_by_clearing(unsigned x)
{
    unsigned n = 0;
    unsigned rest = x;
    while (rest != 0) {
        rest &= rest - 1;
        n += 1;
    }
    return n;
}

static unsigned leading_zeros(unsigned x)
{
    if (x == 0)
        return 32;
    unsigned n = 0;
    unsigned rest = x;
    if (rest >> 16 == 0) {
        n += 16;
        rest <<= 16;
    }
    if (rest >> 24 == 0) {
        n += 8;
        rest <<= 8;
    }
    if (rest >> 28 == 0) {
        n += 4;
        rest <<= 4;
    }
    if (rest >> 30 == 0) {
        n += 2;
        rest <<= 2;
    }
    return n + 1 - (rest >> 31);
}

static unsigned reverse(unsigned x)
{
    unsigned v = x;
    v = (v >> 1 & 0x55555555) | (v & 0x55555555) << 1;
    v = (v >> 2 & 0x33333333) | (v & 0x33333333) << 2;
    v = (v >> 4 & 0x0F0F0F0F) | (v & 0x0F0F0F0F) << 4;
    v = (v >> 8 & 0x00FF00FF) | (v & 0x00FF00FF) << 8;
    return v >> 16 | v << 16;
}

static unsigned parity(unsigned long long x)
{
    unsigned folded = (unsigned)(x ^ x >> 32);
    return count(folded) & 1;
}

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    unsigned x = 6;
    unsigned long long wide = 1;
    for (unsigned round = 0; round < rounds; round++) {
        x = x * 1664525u + 1013904223u;
        wide = (wide << 7 ^ wide >> 3) + x;
        sum += count(x);
        sum += count_by_clearing(x & 0xFFFF);
        sum += leading_zeros(x >> (round & 31));
        sum = sum * 3 ^ reverse(x);
        sum += parity(wide);
    }
    return sum;
}

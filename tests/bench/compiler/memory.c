/* What C calls memcpy, memset, memcmp and strlen, byte by byte over pointers and lengths. */

#define SIZE 1000u

const unsigned rounds = 60;

static unsigned char source[SIZE];
static unsigned char target[SIZE];

static void copy(unsigned char *into, const unsigned char *from, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        into[i] = from[i];
}

static void fill(unsigned char *into, unsigned count, unsigned char byte)
{
    for (unsigned i = 0; i < count; i++)
        into[i] = byte;
}

static int compare(const unsigned char *x, unsigned x_count, const unsigned char *y, unsigned y_count)
{
    unsigned n = x_count < y_count ? x_count : y_count;
    for (unsigned i = 0; i < n; i++)
        if (x[i] != y[i])
            return (int)x[i] - (int)y[i];
    return (int)x_count - (int)y_count;
}

static unsigned length(const unsigned char *text, unsigned count)
{
    unsigned n = 0;
    while (n < count && text[n] != 0)
        n += 1;
    return n;
}

void setup(void)
{
    unsigned x = 3;
    for (unsigned i = 0; i < SIZE; i++) {
        x = x * 1664525u + 1013904223u;
        source[i] = x >> 24 | 1;
    }
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned n = SIZE - 1 - round % 64;
        fill(target, SIZE, 0);
        copy(target, source, n);
        sum = sum * 3 + length(target, SIZE);
        target[n - 1] ^= 2;
        if (compare(target, n, source, n) > 0)
            sum += 1;
        sum += target[round];
    }
    return sum;
}

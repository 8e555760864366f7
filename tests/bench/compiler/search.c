/* A string in a text, by comparing at every place and by Horspool's table of skips. */

#define SIZE 4000u
#define NOWHERE 0xFFFFFFFFu

const unsigned rounds = 20;

static unsigned char text[SIZE];
static unsigned skips[256];

static unsigned naive(const unsigned char *in_text, unsigned text_count, const unsigned char *what, unsigned what_count)
{
    if (what_count > text_count)
        return NOWHERE;
    for (unsigned at = 0; at < text_count - what_count + 1; at++) {
        unsigned i = 0;
        while (i < what_count && in_text[at + i] == what[i])
            i += 1;
        if (i == what_count)
            return at;
    }
    return NOWHERE;
}

static unsigned horspool(const unsigned char *in_text, unsigned text_count, const unsigned char *what, unsigned what_count)
{
    for (unsigned i = 0; i < 256; i++)
        skips[i] = what_count;
    for (unsigned i = 0; i < what_count - 1; i++)
        skips[what[i]] = what_count - 1 - i;
    unsigned at = 0;
    while (at + what_count <= text_count) {
        unsigned i = what_count;
        while (i > 0 && in_text[at + i - 1] == what[i - 1])
            i -= 1;
        if (i == 0)
            return at;
        at += skips[in_text[at + what_count - 1]];
    }
    return NOWHERE;
}

void setup(void)
{
    unsigned x = 77;
    for (unsigned i = 0; i < SIZE; i++) {
        x = x * 1664525u + 1013904223u;
        text[i] = 'a' + (x >> 30);
    }
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned at = 3000 + round * 31;
        const unsigned char *what = text + at;
        sum = sum * 3 + naive(text, SIZE, what, 12);
        sum = sum * 3 + horspool(text, SIZE, what, 12);
        sum = sum * 3 + horspool(text, at + 5, what, 12);
    }
    return sum;
}

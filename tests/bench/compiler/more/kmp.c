/* Knuth, Morris and Pratt's search for a word in a text. */

const unsigned rounds = 50;
static unsigned char text[600];
static void prepare(const unsigned char *pattern, unsigned len, unsigned *next)
{
    next[0] = 0;
    unsigned k = 0;
    for (unsigned i = 1; i < len; i++) {
        while (k > 0 && pattern[k] != pattern[i])
            k = next[k - 1];
        if (pattern[k] == pattern[i])
            k += 1;
        next[i] = k;
    }
}
static unsigned count(const unsigned char *text, unsigned n, const unsigned char *pattern, unsigned len, const unsigned *next)
{
    unsigned found = 0, k = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned char c = text[i];
        while (k > 0 && pattern[k] != c)
            k = next[k - 1];
        if (pattern[k] == c)
            k += 1;
        if (k == len) {
            found += 1;
            k = next[k - 1];
        }
    }
    return found;
}
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0, x = 5;
    for (unsigned i = 0; i < 600; i++) {
        x = x * 1664525 + 1013904223;
        text[i] = x >> 30 == 0 ? 'b' : 'a';
    }
    unsigned next[16] = { 0 };
    for (unsigned round = 0; round < rounds; round++) {
        prepare((const unsigned char *)"aabaaa", 6, next);
        sum = sum * 31 + count(text, 600, (const unsigned char *)"aabaaa", 6, next);
        prepare((const unsigned char *)"aaaaaaaa", 8, next);
        sum = sum * 31 + count(text, 600, (const unsigned char *)"aaaaaaaa", 8, next);
    }
    return sum;
}

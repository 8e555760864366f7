/* How many edits make one text of another, with one row of the table. */

const unsigned rounds = 10;
static unsigned char a[120], b[130];
static unsigned row[131];
static unsigned min(unsigned x, unsigned y) { return x < y ? x : y; }
static unsigned distance(const unsigned char *x, unsigned xlen, const unsigned char *y, unsigned ylen)
{
    for (unsigned j = 0; j < ylen + 1; j++)
        row[j] = j;
    for (unsigned i = 0; i < xlen; i++) {
        unsigned diagonal = row[0];
        row[0] = i + 1;
        for (unsigned j = 0; j < ylen; j++) {
            unsigned above = row[j + 1];
            unsigned cost = x[i] == y[j] ? 0 : 1;
            row[j + 1] = min(min(above + 1, row[j] + 1), diagonal + cost);
            diagonal = above;
        }
    }
    return row[ylen];
}
void setup(void)
{
    unsigned x = 5;
    for (unsigned i = 0; i < 120; i++) {
        x = x * 1664525 + 1013904223;
        a[i] = x >> 29;
    }
    for (unsigned i = 0; i < 130; i++) {
        x = x * 1664525 + 1013904223;
        b[i] = x >> 29;
    }
}
unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++)
        sum = sum * 31 + distance(a + round, 120 - round, b, 130 - round);
    return sum;
}

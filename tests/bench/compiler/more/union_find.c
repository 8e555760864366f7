/* Disjoint sets that are joined, with shortened paths. */

const unsigned rounds = 20;
#define N 300
struct set { unsigned parent, rank; };
static struct set sets[N];
static unsigned find(struct set *s, unsigned x)
{
    unsigned root = x;
    while (s[root].parent != root)
        root = s[root].parent;
    unsigned at = x;
    while (s[at].parent != root) {
        unsigned next = s[at].parent;
        s[at].parent = root;
        at = next;
    }
    return root;
}
static int join(struct set *s, unsigned a, unsigned b)
{
    unsigned x = find(s, a), y = find(s, b);
    if (x == y)
        return 0;
    if (s[x].rank < s[y].rank) {
        s[x].parent = y;
    } else {
        s[y].parent = x;
        if (s[x].rank == s[y].rank)
            s[x].rank += 1;
    }
    return 1;
}
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0, x = 11;
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned i = 0; i < N; i++) {
            sets[i].parent = i;
            sets[i].rank = 0;
        }
        unsigned joined = 0;
        for (unsigned i = 0; i < 400; i++) {
            x = x * 1664525 + 1013904223;
            unsigned a = (x >> 8) % N, b = (x >> 20) % N;
            if (join(sets, a, b))
                joined += 1;
        }
        sum = sum * 31 + joined;
    }
    return sum;
}

/* A trie with four branches a node: words go in, words are looked up. */

const unsigned rounds = 20;
struct node { unsigned short next[4]; unsigned count; };
struct trie { struct node nodes[700]; unsigned used; };
static struct trie trie;
static void insert(struct trie *self, unsigned key, unsigned length)
{
    unsigned at = 0, rest = key;
    for (unsigned i = 0; i < length; i++) {
        unsigned branch = rest & 3;
        if (self->nodes[at].next[branch] == 0) {
            self->used += 1;
            self->nodes[self->used] = (struct node){ 0 };
            self->nodes[at].next[branch] = self->used;
        }
        at = self->nodes[at].next[branch];
        rest >>= 2;
    }
    self->nodes[at].count += 1;
}
static unsigned lookup(const struct trie *self, unsigned key, unsigned length)
{
    unsigned at = 0, rest = key;
    for (unsigned i = 0; i < length; i++) {
        at = self->nodes[at].next[rest & 3];
        if (at == 0)
            return 0;
        rest >>= 2;
    }
    return self->nodes[at].count;
}
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0, x = 5;
    for (unsigned round = 0; round < rounds; round++) {
        trie.nodes[0] = (struct node){ 0 };
        trie.used = 0;
        for (unsigned i = 0; i < 100; i++) {
            x = x * 1664525 + 1013904223;
            insert(&trie, x >> 20, 6);
        }
        for (unsigned i = 0; i < 400; i++) {
            x = x * 1664525 + 1013904223;
            sum = sum * 31 + lookup(&trie, x >> 20, 6);
        }
    }
    return sum;
}

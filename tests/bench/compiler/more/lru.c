/* A cache that forgets what was used least recently: a hash table with chains and a list through the same entries, by numbers. */

#define NONE 0xFFFFFFFFu
struct entry { unsigned key, value, chain, before, after; };
struct cache { unsigned buckets[64]; struct entry entries[100]; unsigned used, newest, oldest, hits; };
const unsigned rounds = 3;
static struct cache cache;
static void clear(struct cache *self)
{
    for (unsigned i = 0; i < 64; i++)
        self->buckets[i] = NONE;
    self->used = 0;
    self->newest = NONE;
    self->oldest = NONE;
    self->hits = 0;
}
static void unlink_(struct cache *self, unsigned i)
{
    struct entry e = self->entries[i];
    if (e.before == NONE)
        self->newest = e.after;
    else
        self->entries[e.before].after = e.after;
    if (e.after == NONE)
        self->oldest = e.before;
    else
        self->entries[e.after].before = e.before;
}
static void front(struct cache *self, unsigned i)
{
    struct entry *e = &self->entries[i];
    e->before = NONE;
    e->after = self->newest;
    if (self->newest != NONE)
        self->entries[self->newest].before = i;
    self->newest = i;
    if (self->oldest == NONE)
        self->oldest = i;
}
static void forget(struct cache *self, unsigned i)
{
    unsigned bucket = self->entries[i].key % 64;
    if (self->buckets[bucket] == i) {
        self->buckets[bucket] = self->entries[i].chain;
        return;
    }
    unsigned at = self->buckets[bucket];
    while (self->entries[at].chain != i)
        at = self->entries[at].chain;
    self->entries[at].chain = self->entries[i].chain;
}
static unsigned value(struct cache *self, unsigned key)
{
    unsigned at = self->buckets[key % 64];
    while (at != NONE) {
        if (self->entries[at].key == key) {
            self->hits += 1;
            unlink_(self, at);
            front(self, at);
            return self->entries[at].value;
        }
        at = self->entries[at].chain;
    }
    unsigned i = self->used;
    if (i < 100) {
        self->used += 1;
    } else {
        i = self->oldest;
        unlink_(self, i);
        forget(self, i);
    }
    self->entries[i] = (struct entry){ key, key * key, self->buckets[key % 64], NONE, NONE };
    self->buckets[key % 64] = i;
    front(self, i);
    return key * key;
}
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        clear(&cache);
        unsigned x = round;
        for (unsigned i = 0; i < 1500; i++) {
            x = x * 1664525 + 1013904223;
            sum = sum * 3 + value(&cache, (x >> 24) % (100 + (x >> 10 & 127)));
        }
        sum += cache.hits;
    }
    return sum;
}

/* A hash table with open addressing: insertions, searches and removals of numbers, in a struct of arrays. */

#define SIZE 1024u
#define EMPTY 0u
#define REMOVED 0xFFFFFFFFu

const unsigned rounds = 8;

struct table { unsigned keys[1024], values[1024], used; };

static struct table table;

static unsigned place(unsigned key)
{
    return key * 2654435769u >> 22;
}

static void put(struct table *self, unsigned key, unsigned value)
{
    unsigned i = place(key);
    while (self->keys[i] != EMPTY && self->keys[i] != REMOVED) {
        if (self->keys[i] == key) {
            self->values[i] = value;
            return;
        }
        i = (i + 1) & (SIZE - 1);
    }
    self->keys[i] = key;
    self->values[i] = value;
    self->used += 1;
}

static unsigned find(const struct table *self, unsigned key)
{
    unsigned i = place(key);
    while (self->keys[i] != EMPTY) {
        if (self->keys[i] == key)
            return i;
        i = (i + 1) & (SIZE - 1);
    }
    return SIZE;
}

static _Bool remove_key(struct table *self, unsigned key)
{
    unsigned i = find(self, key);
    if (i == SIZE)
        return 0;
    self->keys[i] = REMOVED;
    self->used -= 1;
    return 1;
}

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    unsigned x = 99;
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned i = 0; i < SIZE; i++)
            table.keys[i] = EMPTY;
        table.used = 0;
        for (unsigned i = 0; i < 700; i++) {
            x = x * 1664525u + 1013904223u;
            put(&table, (x >> 20) + 1, i);
        }
        for (unsigned i = 0; i < 4096; i++) {
            unsigned at = find(&table, i + 1);
            if (at < SIZE)
                sum += table.values[at];
        }
        for (unsigned i = 0; i < 500; i++) {
            x = x * 1664525u + 1013904223u;
            if (remove_key(&table, (x >> 20) + 1))
                sum += 1;
        }
        sum = sum * 3 + table.used;
    }
    return sum;
}

/* Translations through two levels of page tables, with rights checked and the accessed and dirty bits kept, as an MMU does it. */

struct entry {
    unsigned present : 1, writable : 1, user : 1, : 2, accessed : 1, dirty : 1, : 2, avail : 3, frame : 20;
};

enum fault { none, absent, write_right, user_right };

#define TABLES 16u

const unsigned rounds = 20000;

static struct entry tables[TABLES][1024];

static enum fault translate(unsigned va, _Bool write, _Bool user, unsigned *result)
{
    struct entry *directory = &tables[0][va >> 22];
    if (!directory->present)
        return absent;
    struct entry *entry = &tables[directory->frame % TABLES][va >> 12 & 1023];
    if (!entry->present)
        return absent;
    if (user && !(directory->user && entry->user))
        return user_right;
    if (write && !(directory->writable && entry->writable))
        return write_right;
    directory->accessed = 1;
    if (!entry->accessed || (write && !entry->dirty)) {
        entry->accessed = 1;
        if (write)
            entry->dirty = 1;
    }
    *result = entry->frame << 12 | (va & 0xFFF);
    return none;
}

void setup(void)
{
    unsigned x = 21;
    for (unsigned t = 1; t < TABLES; t++) {
        tables[0][t] = (struct entry){ .present = 1, .writable = t % 4 != 0, .user = t % 3 != 0, .frame = t };
        for (unsigned i = 0; i < 1024; i++) {
            x = x * 1664525u + 1013904223u;
            tables[t][i] = (struct entry){ .present = x >> 28 != 0, .writable = (x >> 27 & 1) != 0, .user = (x >> 26 & 1) != 0, .frame = x >> 4 };
        }
    }
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    unsigned x = 4;
    for (unsigned round = 0; round < rounds; round++) {
        x = x * 1664525u + 1013904223u;
        unsigned pa;
        switch (translate(x >> 6, (x & 0x100) != 0, (x & 0x200) != 0, &pa)) {
        case none: break;
        case absent: pa = 1; break;
        case write_right: pa = 2; break;
        case user_right: pa = 3; break;
        }
        sum = sum * 3 + pa;
    }
    return sum;
}

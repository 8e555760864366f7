/* LZ4's block format, decompressed: tokens of literals and matches, overlapping copies, errors for what is malformed. */

enum error { ok, truncated, too_long, bad_distance };

const unsigned rounds = 10;

static unsigned char packed[4096];
static unsigned packed_size;
static unsigned char plain[16384];

struct input { const unsigned char *bytes; unsigned count, at; };

static enum error next(struct input *self, unsigned char *byte)
{
    if (self->at >= self->count)
        return truncated;
    *byte = self->bytes[self->at];
    self->at += 1;
    return ok;
}

/* A length of 15 goes on in further bytes as long as they are 255. */
static enum error length(struct input *self, unsigned first, unsigned *result)
{
    unsigned length = first;
    if (first == 15) {
        for (;;) {
            unsigned char more;
            enum error e = next(self, &more);
            if (e != ok)
                return e;
            length += more;
            if (more != 255)
                break;
        }
    }
    *result = length;
    return ok;
}

static enum error unpack(const unsigned char *from, unsigned from_count, unsigned char *into, unsigned into_count, unsigned *result)
{
    struct input input = { from, from_count, 0 };
    unsigned size = 0;
    enum error e;
    for (;;) {
        unsigned char token;
        if ((e = next(&input, &token)) != ok)
            return e;
        unsigned literals;
        if ((e = length(&input, token >> 4, &literals)) != ok)
            return e;
        if (literals > from_count - input.at)
            return truncated;
        if (literals > into_count - size)
            return too_long;
        for (unsigned i = 0; i < literals; i++)
            into[size + i] = from[input.at + i];
        input.at += literals;
        size += literals;
        if (input.at == from_count) {
            *result = size;
            return ok;
        }
        unsigned char low, high;
        if ((e = next(&input, &low)) != ok)
            return e;
        if ((e = next(&input, &high)) != ok)
            return e;
        unsigned distance = low | (unsigned)high << 8;
        unsigned count;
        if ((e = length(&input, token & 15, &count)) != ok)
            return e;
        count += 4;
        if (distance == 0 || distance > size)
            return bad_distance;
        if (count > into_count - size)
            return too_long;
        for (unsigned i = 0; i < count; i++)
            into[size + i] = into[size + i - distance];
        size += count;
    }
}

static void put(unsigned byte)
{
    packed[packed_size] = byte;
    packed_size += 1;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Makes a well-formed stream from pseudo-random lengths and distances. */
void setup(void)
{
    unsigned x = 11;
    unsigned size = 0;
    while (packed_size < 3900) {
        x = x * 1664525u + 1013904223u;
        unsigned literals = (x >> 20) % 14 + 1;
        unsigned count = (x >> 12 & 63) + 4;
        put(literals << 4 | least(count - 4, 15));
        for (unsigned i = 0; i < literals; i++) {
            x = x * 1664525u + 1013904223u;
            put(x >> 24);
        }
        size += literals;
        x = x * 1664525u + 1013904223u;
        unsigned distance = least((x >> 8 & 1023) + 1, size);
        put(distance & 255);
        put(distance >> 8);
        if (count - 4 >= 15)
            put(count - 4 - 15);
        size += count;
    }
    put(0);
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned size;
        enum error e = unpack(packed, packed_size, plain, sizeof plain, &size);
        if (e != ok)
            size = e;
        sum = sum * 31 + size;
        unsigned i = 0;
        while (i < size) {
            sum = sum * 3 + plain[i];
            i += 16;
        }
    }
    return sum;
}

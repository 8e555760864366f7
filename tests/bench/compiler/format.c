/* Numbers as text and back: decimal with a sign, padded hexadecimal, into a line buffer. */

const unsigned rounds = 1200;

struct line { unsigned char text[80]; unsigned size; };

static struct line line;

static void put(struct line *self, unsigned char c)
{
    if (self->size < sizeof self->text) {
        self->text[self->size] = c;
        self->size += 1;
    }
}

static void put_unsigned(struct line *self, unsigned value, unsigned base, unsigned width, unsigned char fill)
{
    unsigned char digits[32];
    unsigned n = 0;
    unsigned rest = value;
    for (;;) {
        unsigned char digit = rest % base;
        digits[n] = digit < 10 ? '0' + digit : 'a' - 10 + digit;
        n += 1;
        rest /= base;
        if (rest == 0)
            break;
    }
    for (unsigned i = n; i < width; i++)
        put(self, fill);
    while (n > 0) {
        n -= 1;
        put(self, digits[n]);
    }
}

static void put_signed(struct line *self, int value)
{
    if (value < 0)
        put(self, '-');
    put_unsigned(self, value < 0 ? 0 - (unsigned)value : (unsigned)value, 10, 0, ' ');
}

static int parse(const unsigned char *text, unsigned count)
{
    _Bool negative = count > 0 && text[0] == '-';
    unsigned at = negative ? 1 : 0;
    int value = 0;
    while (at < count && text[at] >= '0' && text[at] <= '9') {
        value = value * 10 + (text[at] - '0');
        at += 1;
    }
    return negative ? -value : value;
}

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    unsigned x = 8;
    for (unsigned round = 0; round < rounds; round++) {
        x = x * 1664525u + 1013904223u;
        line.size = 0;
        put_signed(&line, (int)x >> 4);
        unsigned end = line.size;
        put(&line, ' ');
        put_unsigned(&line, x, 16, 8, '0');
        put(&line, ' ');
        put_unsigned(&line, round, 10, 6, ' ');
        sum = sum * 31 + (unsigned)parse(line.text, end);
        for (unsigned i = 0; i < line.size; i++)
            sum = sum * 3 + line.text[i];
    }
    return sum;
}

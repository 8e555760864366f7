/* IEEE 802.3's checksum with a table of 256 words, over a buffer handed on as pointer and length. */

const unsigned rounds = 30;

static unsigned table[256];
static unsigned char buffer[4096];

static void make_table(void)
{
    for (unsigned i = 0; i < 256; i++) {
        unsigned c = i;
        for (unsigned bit = 0; bit < 8; bit++)
            c = (c & 1) != 0 ? c >> 1 ^ 0xEDB88320u : c >> 1;
        table[i] = c;
    }
}

static unsigned update(unsigned crc, const unsigned char *bytes, unsigned count)
{
    unsigned c = ~crc;
    for (unsigned i = 0; i < count; i++)
        c = table[(c ^ bytes[i]) & 255] ^ c >> 8;
    return ~c;
}

void setup(void)
{
    unsigned x = 1;
    for (unsigned i = 0; i < sizeof buffer; i++) {
        x = x * 1664525u + 1013904223u;
        buffer[i] = x >> 24;
    }
}

unsigned run(unsigned rounds)
{
    make_table();
    unsigned crc = 0;
    for (unsigned round = 0; round < rounds; round++)
        crc = update(crc, buffer, sizeof buffer);
    return crc;
}

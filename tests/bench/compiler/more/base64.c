/* Base64, there and back. */

enum error { ok, bad_character, bad_length };
const unsigned rounds = 10;
static const unsigned char ALPHABET[64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static unsigned char plain[900], coded[1300], back[900];
static unsigned encode(const unsigned char *from, unsigned len, unsigned char *into)
{
    unsigned at = 0, i = 0;
    while (i + 2 < len) {
        unsigned word = (unsigned)from[i] << 16 | (unsigned)from[i + 1] << 8 | from[i + 2];
        into[at] = ALPHABET[word >> 18];
        into[at + 1] = ALPHABET[word >> 12 & 63];
        into[at + 2] = ALPHABET[word >> 6 & 63];
        into[at + 3] = ALPHABET[word & 63];
        at += 4;
        i += 3;
    }
    return at;
}
static enum error value(unsigned char c, unsigned *result)
{
    if (c >= 'A' && c < '[')
        *result = (unsigned char)(c - 'A');
    else if (c >= 'a' && c < '{')
        *result = (unsigned char)(c - 'a' + 26);
    else if (c >= '0' && c < ':')
        *result = (unsigned char)(c - '0' + 52);
    else if (c == '+')
        *result = 62;
    else if (c == '/')
        *result = 63;
    else
        return bad_character;
    return ok;
}
static enum error decode(const unsigned char *from, unsigned len, unsigned char *into, unsigned *result)
{
    if (len % 4 != 0)
        return bad_length;
    unsigned at = 0, i = 0;
    while (i < len) {
        unsigned word = 0;
        for (unsigned k = 0; k < 4; k++) {
            unsigned v;
            enum error e = value(from[i + k], &v);
            if (e != ok)
                return e;
            word = word << 6 | v;
        }
        into[at] = word >> 16;
        into[at + 1] = word >> 8;
        into[at + 2] = word;
        at += 3;
        i += 4;
    }
    *result = at;
    return ok;
}
void setup(void) { for (unsigned i = 0; i < 900; i++) plain[i] = (unsigned char)(i * 7 + i / 13); }
unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned n = encode(plain + round * 3, 900 - round * 3, coded);
        unsigned m;
        if (decode(coded, n, back, &m) != ok)
            m = 0;
        sum = sum * 31 + m;
        for (unsigned i = 0; i < m; i++)
            sum = sum * 3 + back[i];
    }
    return sum;
}

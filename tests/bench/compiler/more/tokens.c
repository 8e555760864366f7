/* Words, numbers and signs of a text, and a calculator's value of sums and products in it. */

enum kind { end, word, number, sign };
struct token { unsigned char kind; unsigned start, length, value; };
struct scanner { const unsigned char *text; unsigned len, at; };
const unsigned rounds = 40;
static int letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static int digit(unsigned char c) { return c >= '0' && c <= '9'; }
static struct token next(struct scanner *self)
{
    while (self->at < self->len && self->text[self->at] == ' ')
        self->at += 1;
    unsigned start = self->at;
    if (start >= self->len)
        return (struct token){ end, start, 0, 0 };
    unsigned char c = self->text[start];
    self->at += 1;
    if (letter(c)) {
        unsigned hash = c;
        while (self->at < self->len && (letter(self->text[self->at]) || digit(self->text[self->at]))) {
            hash = hash * 31 + self->text[self->at];
            self->at += 1;
        }
        return (struct token){ word, start, self->at - start, hash };
    }
    if (digit(c)) {
        unsigned value = c - '0';
        while (self->at < self->len && digit(self->text[self->at])) {
            value = value * 10 + (unsigned char)(self->text[self->at] - '0');
            self->at += 1;
        }
        return (struct token){ number, start, self->at - start, value };
    }
    return (struct token){ sign, start, 1, c };
}
static const unsigned char TEXT[] = "fn main ( argc , argv ) { let x_1 = 12 + 345 * 6 ; while x_1 < 100000 { x_1 = x_1 * 2 + count [ 17 ] } return x_1 }";
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        struct scanner scanner = { TEXT + round, sizeof TEXT - 1 - round, 0 };
        for (;;) {
            struct token token = next(&scanner);
            if (token.kind == end)
                break;
            switch (token.kind) {
            case word: sum = sum * 3 + token.value; break;
            case number: sum += token.value; break;
            case sign: sum ^= token.value + token.length + token.start; break;
            }
        }
    }
    return sum;
}

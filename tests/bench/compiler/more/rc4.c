/* The stream cipher RC4: a state that is read and written at places that depend on it. */

const unsigned rounds = 40;
struct state { unsigned char box[256], i, j; };
static void key(struct state *self, const unsigned char *k, unsigned len)
{
    for (unsigned i = 0; i < 256; i++)
        self->box[i] = i;
    unsigned j = 0;
    for (unsigned i = 0; i < 256; i++) {
        j = (j + self->box[i] + k[i % len]) & 255;
        unsigned char t = self->box[i];
        self->box[i] = self->box[j];
        self->box[j] = t;
    }
    self->i = 0;
    self->j = 0;
}
static void apply(struct state *self, unsigned char *data, unsigned len)
{
    for (unsigned n = 0; n < len; n++) {
        self->i = (self->i + 1) & 255;
        self->j = (self->j + self->box[self->i]) & 255;
        unsigned char t = self->box[self->i];
        self->box[self->i] = self->box[self->j];
        self->box[self->j] = t;
        data[n] ^= self->box[(self->box[self->i] + self->box[self->j]) & 255];
    }
}
static unsigned char text[512];
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    struct state s = { 0 };
    for (unsigned round = 0; round < rounds; round++) {
        unsigned char k[5] = { round, 17, 42, 99, 3 };
        key(&s, k, 5);
        apply(&s, text, 512);
        for (unsigned i = 0; i < 512; i++)
            sum = sum * 31 + text[i];
    }
    return sum;
}

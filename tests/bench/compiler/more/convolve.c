/* Filters of three by three over a picture of bytes. */

const unsigned rounds = 10;
#define W 32
#define H 24
static unsigned char source[H][W], target[H][W];
static void apply(unsigned char (*from)[W], unsigned char (*to)[W], const int (*k)[3])
{
    for (unsigned y = 1; y < H - 1; y++) {
        for (unsigned x = 1; x < W - 1; x++) {
            int sum = 0;
            for (unsigned i = 0; i < 3; i++)
                for (unsigned j = 0; j < 3; j++)
                    sum += k[i][j] * from[y + i - 1][x + j - 1];
            sum >>= 4;
            if (sum < 0)
                sum = 0;
            if (sum > 255)
                sum = 255;
            to[y][x] = sum;
        }
    }
}
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0, x = 5;
    for (unsigned y = 0; y < H; y++)
        for (unsigned i = 0; i < W; i++) {
            x = x * 1664525 + 1013904223;
            source[y][i] = x >> 24;
        }
    int blur[3][3] = { { 1, 2, 1 }, { 2, 4, 2 }, { 1, 2, 1 } };
    int sharp[3][3] = { { 0, -16, 0 }, { -16, 80, -16 }, { 0, -16, 0 } };
    for (unsigned round = 0; round < rounds; round++) {
        apply(source, target, blur);
        apply(target, source, sharp);
        for (unsigned y = 0; y < H; y++)
            for (unsigned i = 0; i < W; i++)
                sum = sum * 31 + source[y][i];
    }
    return sum;
}

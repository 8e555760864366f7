/* A product of square matrices of signed words: three loops, two-dimensional arrays behind pointers. */

#define N 32u

const unsigned rounds = 6;

typedef int matrix[N][N];

static matrix a, b, c;

static void multiply(const matrix *x, const matrix *y, matrix *into)
{
    for (unsigned i = 0; i < N; i++) {
        for (unsigned j = 0; j < N; j++) {
            int sum = 0;
            for (unsigned k = 0; k < N; k++)
                sum += (*x)[i][k] * (*y)[k][j];
            (*into)[i][j] = sum;
        }
    }
}

void setup(void)
{
    unsigned x = 5;
    for (unsigned i = 0; i < N; i++) {
        for (unsigned j = 0; j < N; j++) {
            x = x * 1664525u + 1013904223u;
            a[i][j] = (int)(x >> 24) - 128;
            b[i][j] = (int)(x >> 16 & 255) - 128;
        }
    }
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        multiply(&a, &b, &c);
        for (unsigned i = 0; i < N; i++)
            sum = sum * 31 + (unsigned)c[i][N - 1 - i];
        a[round % N][0] += 1;
    }
    return sum;
}

/* Hoare's quicksort, recursive on parts of an array, small parts by insertion. */

#define COUNT 2000

const unsigned rounds = 5;

static unsigned values[COUNT];

static void insertion(unsigned *a, unsigned count)
{
    for (unsigned i = 1; i < count; i++) {
        unsigned x = a[i];
        unsigned k = i;
        while (k > 0 && a[k - 1] > x) {
            a[k] = a[k - 1];
            k -= 1;
        }
        a[k] = x;
    }
}

static void sort(unsigned *a, unsigned count)
{
    if (count <= 8) {
        if (count > 1)
            insertion(a, count);
        return;
    }
    unsigned pivot = a[count / 2];
    unsigned i = 0;
    unsigned j = count - 1;
    for (;;) {
        while (a[i] < pivot)
            i += 1;
        while (a[j] > pivot)
            j -= 1;
        if (i >= j)
            break;
        unsigned t = a[i];
        a[i] = a[j];
        a[j] = t;
        i += 1;
        j -= 1;
    }
    sort(a, i);
    sort(a + i, count - i);
}

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    unsigned x = 12345;
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned i = 0; i < COUNT; i++) {
            x = x * 1664525u + 1013904223u;
            values[i] = x >> 8;
        }
        sort(values, COUNT);
        for (unsigned i = 0; i < COUNT; i++)
            sum = sum * 31 + values[i];
    }
    return sum;
}

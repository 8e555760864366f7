/* Heap sort, in place. */

const unsigned rounds = 5;
static unsigned numbers[1000];
static void sift(unsigned *a, unsigned from, unsigned end)
{
    unsigned at = from;
    unsigned value = a[at];
    while (at * 2 + 1 < end) {
        unsigned child = at * 2 + 1;
        if (child + 1 < end && a[child] < a[child + 1])
            child += 1;
        if (value >= a[child])
            break;
        a[at] = a[child];
        at = child;
    }
    a[at] = value;
}
static void sort(unsigned *a, unsigned len)
{
    unsigned i = len / 2;
    while (i > 0) {
        i -= 1;
        sift(a, i, len);
    }
    unsigned end = len;
    while (end > 1) {
        end -= 1;
        unsigned top = a[0];
        a[0] = a[end];
        a[end] = top;
        sift(a, 0, end);
    }
}
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned x = round;
        for (unsigned i = 0; i < 1000; i++) {
            x = x * 1664525 + 1013904223;
            numbers[i] = x >> 8;
        }
        sort(numbers, 1000);
        for (unsigned i = 0; i < 1000; i++)
            sum = sum * 3 + numbers[i];
    }
    return sum;
}

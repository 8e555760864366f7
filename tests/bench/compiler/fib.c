/* Fibonacci's numbers by the definition: calls and returns. */

const unsigned rounds = 4;

static unsigned fib(unsigned n)
{
    if (n < 2)
        return n;
    return fib(n - 1) + fib(n - 2);
}

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned sum = 0;
    for (unsigned round = 0; round < rounds; round++)
        sum = sum * 3 + fib(20 + round);
    return sum;
}

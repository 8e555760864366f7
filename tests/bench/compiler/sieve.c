/* The sieve of Eratosthenes: byte stores at a stride, and a count of what is left. */

#define SIZE 8190

const unsigned rounds = 8;

static unsigned char composite[SIZE];

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned count = 0;
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned i = 0; i < SIZE; i++)
            composite[i] = 0;
        for (unsigned i = 0; i < SIZE; i++) {
            if (composite[i] == 0) {
                unsigned prime = i + i + 3;
                unsigned k = i + prime;
                while (k < SIZE) {
                    composite[k] = 1;
                    k += prime;
                }
                count += prime;
            }
        }
    }
    return count;
}

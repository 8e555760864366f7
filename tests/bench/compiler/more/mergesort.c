/* Merge sort of a linked list, with links of 16 bits. */

const unsigned rounds = 10;
struct node { unsigned value; unsigned short next, pad; };
static struct node nodes[512];
#define END 0xFFFF
static unsigned short merge(struct node *n, unsigned short a, unsigned short b)
{
    unsigned short x = a, y = b, head = END, tail = END;
    while (x != END && y != END) {
        unsigned short take = x;
        if (n[x].value <= n[y].value) {
            x = n[x].next;
        } else {
            take = y;
            y = n[y].next;
        }
        if (tail == END)
            head = take;
        else
            n[tail].next = take;
        tail = take;
    }
    unsigned short rest = x == END ? y : x;
    if (tail == END)
        return rest;
    n[tail].next = rest;
    return head;
}
static unsigned short sort(struct node *n, unsigned short first)
{
    unsigned short bins[12] = { END, END, END, END, END, END, END, END, END, END, END, END };
    unsigned short at = first;
    while (at != END) {
        unsigned short next = n[at].next;
        n[at].next = END;
        unsigned short carry = at;
        unsigned i = 0;
        while (i < 11 && bins[i] != END) {
            carry = merge(n, bins[i], carry);
            bins[i] = END;
            i += 1;
        }
        bins[i] = carry;
        at = next;
    }
    unsigned short all = END;
    for (unsigned i = 0; i < 12; i++)
        all = merge(n, bins[i], all);
    return all;
}
void setup(void) {}
unsigned run(unsigned rounds)
{
    unsigned sum = 0, x = 5;
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned i = 0; i < 512; i++) {
            x = x * 1664525 + 1013904223;
            nodes[i].value = x >> 8;
            nodes[i].next = i + 1 < 512 ? i + 1 : END;
        }
        unsigned short at = sort(nodes, 0);
        while (at != END) {
            sum = sum * 31 + nodes[at].value;
            at = nodes[at].next;
        }
    }
    return sum;
}

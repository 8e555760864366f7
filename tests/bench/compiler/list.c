/* A singly linked list of nodes from an array: built, reversed, sorted by merging, summed. Pointers that may be null. */

#define NODES 500u
#define none ((struct node *)0)

const unsigned rounds = 15;

struct node { struct node *next; unsigned value; };

static struct node nodes[NODES];

static struct node *build(unsigned seed)
{
    unsigned x = seed;
    struct node *head = none;
    for (unsigned i = 0; i < NODES; i++) {
        x = x * 1664525u + 1013904223u;
        struct node *node = &nodes[i];
        node->value = x >> 12;
        node->next = head;
        head = node;
    }
    return head;
}

static struct node *reverse(struct node *list)
{
    struct node *done = none;
    struct node *rest = list;
    for (;;) {
        if (rest == none)
            return done;
        struct node *node = rest;
        rest = node->next;
        node->next = done;
        done = node;
    }
}

static struct node *merge(struct node *left, struct node *right)
{
    struct node *a = left;
    struct node *b = right;
    struct node head = { none, 0 };
    struct node *last = &head;
    for (;;) {
        if (a == none) {
            last->next = b;
            return head.next;
        }
        if (b == none) {
            last->next = a;
            return head.next;
        }
        if (a->value <= b->value) {
            last->next = a;
            last = a;
            a = a->next;
        } else {
            last->next = b;
            last = b;
            b = b->next;
        }
    }
}

/* Sorts the first `count` nodes, which are there. */
static struct node *sort(struct node *list, unsigned count)
{
    if (list == none)
        return none;
    if (count == 1) {
        list->next = none;
        return list;
    }
    unsigned half = count / 2;
    struct node *middle = list;
    for (unsigned i = 0; i < half; i++) {
        if (middle == none)
            break;
        middle = middle->next;
    }
    struct node *right = sort(middle, count - half);
    return merge(sort(list, half), right);
}

static unsigned sum(struct node *list)
{
    unsigned total = 0;
    struct node *rest = list;
    for (;;) {
        if (rest == none)
            return total;
        total = total * 31 + rest->value;
        rest = rest->next;
    }
}

void setup(void)
{
}

unsigned run(unsigned rounds)
{
    unsigned total = 0;
    for (unsigned round = 0; round < rounds; round++) {
        struct node *built = build(round + 1);
        struct node *sorted = sort(reverse(built), NODES);
        total = total * 3 + sum(sorted);
    }
    return total;
}

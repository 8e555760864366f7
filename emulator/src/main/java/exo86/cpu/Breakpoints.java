package exo86.cpu;

import java.util.Arrays;

/** A small sorted set of linear addresses at which a run stops. */
final class Breakpoints {
    private int[] addresses = {};

    boolean isEmpty() {
        return addresses.length == 0;
    }

    boolean contains(int linear) {
        return Arrays.binarySearch(addresses, linear) >= 0;
    }

    void add(int linear) {
        if (!contains(linear)) {
            addresses = Arrays.copyOf(addresses, addresses.length + 1);
            addresses[addresses.length - 1] = linear;
            Arrays.sort(addresses);
        }
    }

    void remove(int linear) {
        addresses = Arrays.stream(addresses).filter(a -> a != linear).toArray();
    }
}

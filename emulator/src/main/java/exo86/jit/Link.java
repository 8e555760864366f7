package exo86.jit;

/**
 * One place in a region from which control leaves to a known EIP, and the region that it leads to. A constant of the region that it is in, so a
 * transfer is a field load and a call that HotSpot can guard and inline.
 *
 * <p>While {@link #target} is the link itself nothing is bound: running it leaves to the dispatcher, which binds it when there is a region.
 */
public final class Link extends Region {
    public Region target = this;
    /** What the read map must hold for the target's page: the translation may have changed since. */
    public int expected = UNBOUND;

    /** No entry of a page map. */
    private static final int UNBOUND = -1;

    private final Wiring wiring;
    private final int eip;

    Link(Wiring wiring, int eip) {
        this.wiring = wiring;
        this.eip = eip;
    }

    int eip() {
        return eip;
    }

    @Override
    public long run(int budget, int depth) {
        wiring.unbound = this;
        return result(budget, eip);
    }

    void bind(Region region) {
        target.incoming.remove(this);
        target = region;
        expected = region.page;
        region.incoming.add(this);
    }

    void unbind() {
        target = this;
        expected = UNBOUND;
    }
}

package exo86.jit;

/**
 * One place to which control leaves a region, and the region that is there. A constant of the region that it is in, so a transfer is a field load
 * and a call that HotSpot can guard and inline.
 *
 * <p>While {@link #target} is the link itself nothing is bound: running it leaves to the dispatcher, which binds it when there is a region.
 */
public final class Link extends Routine {
    public Routine target = this;
    /** What the read map must hold for the target's page: the translation may have changed since. */
    public int expected = UNBOUND;

    /** No entry of a page map. */
    static final int UNBOUND = -1;

    private final Wiring wiring;
    private final int eip;
    /** Of the region that it is in. */
    final int mode;
    /** RAM offset of the page that the target is in if that is the region's own, which nobody checks then; else {@link #UNBOUND}. */
    private final int page;
    private Region bound;

    Link(Wiring wiring, int eip, int mode, int page) {
        this.mode = mode;
        this.page = page;
        this.wiring = wiring;
        this.eip = eip;
    }

    int eip() {
        return eip;
    }

    @Override
    public long run(int budget, int depth) {
        wiring.unbound = this;
        return Wiring.result(budget, eip);
    }

    /** Whether {@code to} is what it leads to: there may be other code at that address in another page. */
    boolean fits(Region to) {
        return eip == to.eip && mode == to.mode && (page == UNBOUND || page == to.page);
    }

    void bind(Region to) {
        unbind();
        target = to.routine;
        expected = to.page;
        bound = to;
        to.incoming.add(this);
    }

    void unbind() {
        if (bound != null) {
            bound.incoming.remove(this);
            bound = null;
            target = this;
            expected = UNBOUND;
        }
    }
}

package exo86.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PicTests {
    private final PicPair pic = new PicPair();

    @BeforeEach
    void initialise() {
        initialise(0x11, 0x01);
    }

    private void initialise(int icw1, int icw4) {
        out(0x20, icw1, 0xa0, icw1, 0x21, 0x20, 0xa1, 0x28, 0x21, 4, 0xa1, 2, 0x21, icw4, 0xa1, icw4, 0x21, 0, 0xa1, 0);
    }

    private void out(int... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            pic.write(pairs[i], 1, pairs[i + 1]);
        }
    }

    private int inService(int port) {
        out(port, 0x0b);
        return pic.read(port, 1);
    }

    @Test
    void deliversTheHighestPriorityFirst() {
        pic.line(5).set(true);
        pic.line(3).set(true);
        assertTrue(pic.raised());
        assertEquals(0x23, pic.acknowledge());
        assertFalse(pic.raised(), "a lower request waits for the end of the one in service");
        pic.line(1).set(true);
        assertEquals(0x21, pic.acknowledge());
        assertEquals(0x0a, inService(0x20));
        out(0x20, 0x20);
        assertEquals(0x08, inService(0x20));
        out(0x20, 0x20);
        assertEquals(0x25, pic.acknowledge());
    }

    @Test
    void cascadesTheSlave() {
        pic.line(14).set(true);
        pic.line(8).set(true);
        assertEquals(0x28, pic.acknowledge());
        assertEquals(0x04, inService(0x20));
        assertEquals(0x01, inService(0xa0));
        out(0xa0, 0x20);
        assertFalse(pic.raised(), "the master still serves the cascade");
        out(0x20, 0x20);
        assertEquals(0x2e, pic.acknowledge());
    }

    @Test
    void masks() {
        out(0x21, 0x10);
        pic.line(4).set(true);
        assertFalse(pic.raised());
        assertEquals(0x10, pic.read(0x21, 1));
        out(0x21, 0);
        assertTrue(pic.raised());
        out(0x21, 0xff);
        assertTrue(pic.everythingMasked());
    }

    @Test
    void edgeRequestNeedsANewEdge() {
        pic.line(4).set(true);
        assertEquals(0x24, pic.acknowledge());
        out(0x20, 0x20);
        assertFalse(pic.raised());
        pic.line(4).set(false);
        pic.line(4).set(true);
        assertTrue(pic.raised());
    }

    @Test
    void withdrawnRequestIsSpurious() {
        pic.line(4).set(true);
        pic.line(4).set(false);
        assertFalse(pic.raised());
        assertEquals(0x27, pic.acknowledge());
        assertEquals(0, inService(0x20), "a spurious interrupt is not in service");
    }

    @Test
    void levelTriggeredByElcr() {
        out(0x4d1, 0x08);
        assertEquals(0x08, pic.read(0x4d1, 1));
        pic.line(11).set(true);
        assertEquals(0x2b, pic.acknowledge());
        out(0xa0, 0x20, 0x20, 0x20);
        assertTrue(pic.raised(), "the line is still high");
        pic.line(11).set(false);
        assertFalse(pic.raised());
    }

    @Test
    void levelTriggeredByInitialisation() {
        initialise(0x19, 0x01);
        pic.line(3).set(true);
        assertEquals(0x23, pic.acknowledge());
        out(0x20, 0x20);
        assertTrue(pic.raised());
    }

    @Test
    void automaticEnd() {
        initialise(0x11, 0x03);
        pic.line(3).set(true);
        assertEquals(0x23, pic.acknowledge());
        assertEquals(0, inService(0x20));
    }

    @Test
    void specificEndAndRotation() {
        pic.line(2 + 3).set(true);
        pic.line(6).set(true);
        pic.acknowledge();
        out(0x20, 0x65);
        assertEquals(0, inService(0x20));
        assertEquals(0x26, pic.acknowledge());
        out(0x20, 0xa0);
        pic.line(0).set(true);
        pic.line(7).set(true);
        assertEquals(0x27, pic.acknowledge(), "after rotation 7 is above 0");
        out(0x20, 0x20, 0x20, 0xc7);
        assertEquals(0x20, pic.acknowledge(), "7 is lowest again");
    }

    @Test
    void specialMaskLetsLowerRequestsThrough() {
        pic.line(1).set(true);
        pic.acknowledge();
        pic.line(6).set(true);
        assertFalse(pic.raised());
        out(0x21, 0x02, 0x20, 0x68);
        assertTrue(pic.raised());
        assertEquals(0x26, pic.acknowledge());
    }

    @Test
    void poll() {
        pic.line(4).set(true);
        out(0x20, 0x0c);
        assertEquals(0x84, pic.read(0x20, 1));
        out(0x20, 0x0c);
        assertEquals(0x00, pic.read(0x20, 1) & 0x80);
    }

    @Test
    void requestRegister() {
        pic.line(3).set(true);
        out(0x20, 0x0a);
        assertEquals(0x08, pic.read(0x20, 1));
    }

    @Test
    void stateIsHashed() {
        String before = Bench.state(pic);
        out(0x21, 0x40);
        assertNotEquals(before, Bench.state(pic));
    }
}

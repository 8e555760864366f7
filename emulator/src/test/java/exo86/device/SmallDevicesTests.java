package exo86.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SmallDevicesTests {
    private final Bench bench = new Bench();
    private final List<String> resets = new ArrayList<>();
    private final Bench.Probe a20 = bench.probe();
    private final Bench.Probe keyboardLine = bench.probe();
    private final Pit pit = new Pit(bench.timeline, Line.UNCONNECTED);
    private final SystemControl system = new SystemControl(bench.timeline, pit, a20, resets::add);
    private final KeyboardController keyboard = new KeyboardController(keyboardLine, system, resets::add);

    @Test
    void refreshBitToggles() {
        int first = system.read(0x61, 1) & 0x10;
        bench.to(15_085);
        assertNotEquals(first, system.read(0x61, 1) & 0x10);
        bench.to(2 * 15_085);
        assertEquals(first, system.read(0x61, 1) & 0x10);
    }

    @Test
    void speakerGateStartsCounter2() {
        pit.write(0x43, 1, 0xb0);
        pit.write(0x42, 1, 100);
        pit.write(0x42, 1, 0);
        assertEquals(0, system.read(0x61, 1) & 0x20);
        system.write(0x61, 1, 1);
        bench.to(Pit.time(200));
        assertEquals(0x21, system.read(0x61, 1) & 0x2f);
    }

    @Test
    void port92() {
        assertEquals(2, system.read(0x92, 1), "A20 is open at power-on");
        system.write(0x92, 1, 0);
        assertFalse(a20.high);
        system.write(0x92, 1, 2);
        assertTrue(a20.high);
        system.write(0x92, 1, 3);
        assertEquals(List.of("port 92h"), resets);
    }

    @Test
    void resetPort() {
        system.write(0xcf9, 1, 2);
        system.write(0xcf9, 1, 6);
        assertEquals(1, resets.size());
    }

    @Test
    void keyboardControllerAnswers() {
        keyboard.write(0x64, 1, 0xaa);
        assertEquals(1, keyboard.read(0x64, 1) & 1);
        assertEquals(0x55, keyboard.read(0x60, 1));
        assertEquals(0, keyboard.read(0x64, 1) & 1);
        keyboard.write(0x64, 1, 0x60);
        keyboard.write(0x60, 1, 0x01);
        keyboard.write(0x64, 1, 0x20);
        assertTrue(keyboardLine.high, "the command byte enables the interrupt");
        assertEquals(0x01, keyboard.read(0x60, 1));
        assertFalse(keyboardLine.high);
    }

    @Test
    void missingKeyboardTimesOut() {
        keyboard.write(0x60, 1, 0xff);
        assertEquals(0x41, keyboard.read(0x64, 1) & 0x41);
        assertEquals(0xfe, keyboard.read(0x60, 1));
    }

    @Test
    void keyboardControllerMovesA20AndResets() {
        keyboard.write(0x64, 1, 0xdd);
        assertFalse(system.a20());
        keyboard.write(0x64, 1, 0xd1);
        keyboard.write(0x60, 1, 0xdf);
        assertTrue(system.a20());
        keyboard.write(0x64, 1, 0xd0);
        assertEquals(2, keyboard.read(0x60, 1) & 2);
        keyboard.write(0x64, 1, 0xfe);
        assertEquals(1, resets.size());
    }

    @Test
    void unownedPortsReadOnes() {
        Ports ports = new Ports();
        assertEquals(0xff, ports.in(0x300, 1));
        assertEquals(0xffff, ports.in(0x300, 2));
        assertEquals(-1, ports.in(0x300, 4));
        ports.out(0x300, 4, 1);
    }

    @Test
    void wideAccessesSplitIntoBytes() {
        Ports ports = new Ports();
        StringBuilder seen = new StringBuilder();
        ports.claim(0xe9, 0xe9, new DebugConsole(value -> seen.append(Integer.toHexString(value)).append(' ')));
        ports.out(0xe8, 4, 0x11223344);
        ports.out(0xe9, 2, 0x5566);
        assertEquals("33 66 ", seen.toString());
        assertEquals(0xffe9, ports.in(0xe9, 2));
    }

    @Test
    void exitPorts() {
        List<String> ends = new ArrayList<>();
        Ports ports = new Ports();
        ExitPorts exit = new ExitPorts(status -> ends.add("exit " + status), () -> ends.add("off"));
        ports.claim(0x501, 0x501, exit);
        ports.claim(0x604, 0x604, exit);
        ports.out(0x604, 2, 0x1000);
        ports.out(0x604, 2, 0x2000);
        ports.out(0x501, 4, 0x33);
        assertEquals(List.of("off", "exit 51"), ends);
    }

    @Test
    void eventsFireInOrderOfTimeThenWiring() {
        List<String> fired = new ArrayList<>();
        Timeline.Event a = bench.timeline.event("a", () -> fired.add("a"));
        Timeline.Event b = bench.timeline.event("b", () -> fired.add("b"));
        b.schedule(10);
        a.schedule(10);
        bench.to(9);
        assertEquals(List.of(), fired);
        bench.to(10);
        assertEquals(List.of("a", "b"), fired);
        a.schedule(20);
        a.cancel();
        bench.to(30);
        assertEquals(2, fired.size());
    }
}

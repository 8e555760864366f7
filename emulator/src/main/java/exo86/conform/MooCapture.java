package exo86.conform;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One test of a MOO file (version 1: chunks of a four-letter tag and a length): code, the state before it and what changed.
 *
 * @param exception the vector that was raised, -1 if none was
 */
record MooCapture(int index, String name, byte[] code, State before, State after, int exception) {
    static final int AX = 0, CS = 4, SS = 5, DS = 6, ES = 7, SP = 8, BP = 9, SI = 10, DI = 11, IP = 12, FLAGS = 13, REGISTERS = 14;

    /**
     * @param registers -1 for one that the state does not list
     */
    record State(int[] registers, int[] addresses, int[] values) {
        static final State NONE = new State(new int[REGISTERS], new int[0], new int[0]);
    }

    /** The tests of a file. */
    static List<MooCapture> read(String file, byte[] content) throws SuiteException {
        List<MooCapture> captures = new ArrayList<>();
        try {
            ByteBuffer chunks = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
            if (!tag(chunks).equals("MOO ")) {
                throw new SuiteException(file + ": no MOO file, expected the letters MOO at its start");
            }
            chunks.rewind();
            while (chunks.remaining() >= 8) {
                String tag = tag(chunks);
                ByteBuffer body = slice(chunks);
                if (tag.equals("TEST")) {
                    captures.add(test(body));
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException damaged) {
            throw new SuiteException(file + ": damaged: a chunk is longer than what is left of the file");
        }
        return captures;
    }

    private static String tag(ByteBuffer from) {
        byte[] letters = new byte[4];
        from.get(letters);
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static ByteBuffer slice(ByteBuffer from) {
        int length = from.getInt();
        ByteBuffer part = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        from.position(from.position() + length);
        return part;
    }

    private static MooCapture test(ByteBuffer chunk) {
        int index = chunk.getInt();
        String name = "";
        byte[] code = {};
        State before = State.NONE;
        State after = State.NONE;
        int exception = -1;
        while (chunk.remaining() >= 8) {
            String tag = tag(chunk);
            ByteBuffer body = slice(chunk);
            switch (tag) {
                case "NAME" -> name = new String(bytes(body), StandardCharsets.US_ASCII);
                case "BYTS" -> code = bytes(body);
                case "INIT" -> before = state(body);
                case "FINA" -> after = state(body);
                case "EXCP" -> exception = body.get() & 0xFF;
                default -> { }
            }
        }
        return new MooCapture(index, name, code, before, after, exception);
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[checked(body.getInt(), body)];
        body.get(bytes);
        return bytes;
    }

    private static int checked(int count, ByteBuffer body) {
        if (count < 0 || count > body.remaining()) {
            throw new BufferUnderflowException();
        }
        return count;
    }

    private static State state(ByteBuffer chunk) {
        int[] registers = new int[REGISTERS];
        Arrays.fill(registers, -1);
        int[] addresses = {};
        int[] values = {};
        while (chunk.remaining() >= 8) {
            String tag = tag(chunk);
            ByteBuffer body = slice(chunk);
            if (tag.equals("REGS")) {
                int present = body.getShort() & 0xFFFF;
                for (int k = 0; k < REGISTERS; k++) {
                    if ((present & 1 << k) != 0) {
                        registers[k] = body.getShort() & 0xFFFF;
                    }
                }
            } else if (tag.equals("RAM ")) {
                int count = checked(body.getInt(), body);
                addresses = new int[count];
                values = new int[count];
                for (int k = 0; k < count; k++) {
                    addresses[k] = body.getInt() & 0xFFFFFF;
                    values[k] = body.get() & 0xFF;
                }
            }
        }
        return new State(registers, addresses, values);
    }
}

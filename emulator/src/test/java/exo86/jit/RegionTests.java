package exo86.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.cpu.Engine;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Small guests on both engines, stopped at odd times: after each stop the whole state is the same. */
final class RegionTests {
    private static final long SEED = 4;

    private static final String SORT = """
            start:  mov edi, 0x30000
                    mov ecx, 40
            fill:   imul eax, ecx, 7919
                    and eax, 1023
                    mov [edi+ecx*4], eax
                    dec ecx
                    jnz fill
                    mov edx, 40
            outer:  mov esi, 1
            inner:  mov eax, [edi+esi*4]
                    cmp eax, [edi+esi*4+4]
                    jle ordered
                    xchg eax, [edi+esi*4+4]
                    mov [edi+esi*4], eax
            ordered: inc esi
                    cmp esi, 39
                    jbe inner
                    sub edx, 1
                    ja outer
                    jmp start
            """;

    private static final String INDIRECT = """
            start:  and eax, 3
                    mov edx, [table+eax*4]
                    push edx
                    call edx
                    pop edx
                    jmp start
            one:    inc eax
                    ret
            two:    xor eax, 0x55
                    ret
            three:  lea eax, [eax+eax*2]
                    ret
            four:   mov eax, [esp+4]
                    shr eax, 1
                    ret
                    align 4
            table:  dd one, two, three, four
            """;

    private static final String CALLS = """
            start:  push 11
                    call fib
                    add esp, 4
                    add [0x30000], eax
                    adc dword [0x30004], 0
                    jmp start
            fib:    push ebp
                    mov ebp, esp
                    push ebx
                    mov ebx, [ebp+8]
                    cmp ebx, 2
                    jl small
                    lea eax, [ebx-1]
                    push eax
                    call fib
                    mov [esp], eax
                    lea eax, [ebx-2]
                    push eax
                    mov eax, fib
                    call eax
                    add esp, 4
                    pop edx
                    add eax, edx
                    jmp done
            small:  mov eax, ebx
            done:   pop ebx
                    leave
                    ret
            """;

    /** The stack grows over the end of a page, in the middle of what belongs together. */
    private static final String DEEP = """
            start:  mov esp, 0x1F03A
                    mov ecx, 9
                    call down
                    sub esp, 0x44
                    mov [esp+0x3F], eax
                    mov bx, [esp+0x41]
                    xor ebx, [esp+0x20]
                    add esp, 0x44
                    jmp start
            down:   push ecx
                    push eax
                    add eax, [esp+4]
                    sub esp, 8
                    mov [esp+2], dx
                    lea esp, [esp+8]
                    dec ecx
                    jz up
                    call down
            up:     pop edx
                    add dl, [esp+3]
                    pop ecx
                    add [0x30000], edx
                    ret
            """;

    private static final String BITS = """
            start:  add eax, 0x9E3779B9
                    mov ecx, eax
                    rol ebx, 5
                    rcl edx, cl
                    shr bl, 3
                    sar word [0x30010], cl
                    shld esi, eax, 7
                    bts edi, ecx
                    setc [0x30020]
                    bsr ebp, eax
                    cmovs ebp, edx
                    neg dh
                    sbb ax, [0x30012]
                    mul ebx
                    or ecx, 1
                    xor edx, edx
                    div ecx
                    xadd [0x30014], eax
                    imul edi, [0x30014]
                    lahf
                    pushf
                    pop dword [0x30018]
                    loop start
                    jmp start
            """;

    private static final String REST = """
            start:  mov esi, 0x30000
                    mov edi, 0x30100
                    lea eax, [eax*5+0x1234567]
                    mov [esi], eax
                    lodsw
                    stosb
                    cmpsb
                    ja down
                    cld
                    movsd
                    jmp up
            down:   std
                    movsw
            up:     scasd
                    pusha
                    add dword [esp+8], 3
                    popa
                    adc ebp, ebx
                    mov ebx, 0x30000
                    xlatb
                    mul byte [0x30003]
                    imul word [0x30002]
                    imul cx, [0x30002], 77
                    seto [0x30200]
                    cmpxchg [0x30204], ecx
                    setbe dl
                    cmpxchg cl, dh
                    shl dword [0x30208], cl
                    pushf
                    pop edx
                    rcr word [0x30208], 3
                    cbw
                    cwd
                    jecxz start
                    sahf
                    cmc
                    salc
                    daa
                    aas
                    bswap eax
                    xchg [0x30210], eax
                    jmp start
            """;

    /** A table of four handlers; the code changes the immediate of one of them. */
    private static final String CHANGES = """
            start:  inc ecx
                    mov eax, ecx
                    and eax, 3
                    jmp [eax*4+table]
            table:  dd one, two, three, four
            one:    add ebx, 1
                    jmp start
            two:    xor ebx, ecx
                    test ecx, 0x3FC
                    jnz start
                    inc byte [three+2]
                    jmp start
                    align 128
            three:  add ebx, byte 3
                    jmp start
            four:   sub edx, ebx
                    jmp start
            """;

    private static final String NARROW = """
            bits 16
            start:  inc eax
                    push ax
                    push eax
                    call near twice
                    pop ecx
                    pop dx
                    mov si, 0x10
                    mov di, 0xFFFF
                    mov bx, 0x8000
                    mov [bx+si+0x10], ax
                    add word [bx+si+0x10], dx
                    adc bp, [bx+si+0x10]
                    mov [bx+di+3], dl
                    mov ecx, 0x30005
                    lea bx, [bx+di]
            again:  cs lodsb
                    stosb
                    add [bp+si], al
                    xlatb
                    rol eax, 3
                    loop again
                    mov edi, [esp+4]
                    cmp [es:di], al
                    ja start
                    mov bx, 5
                    push word [bx]
                    pushf
                    pop ax
                    pop word cx
                    jcxz start
                    mov eax, [ebx+2]
                    o32 call again2
                    add si, 0x3000
                    mov bp, sp
                    enter 6, 2
                    leave
                    o32 jmp near start
            again2: o32 jnz near over
                    o32 call di2
            over:   o32 ret
            di2:    add dword [bx], 7
                    o32 ret 0
            twice:  push bp
                    mov bp, sp
                    add word [bp+4], 3
                    sub sp, 6
                    mov ax, [bp+4]
                    leave
                    ret
            """;

    private static final String NESTED = """
            start:  inc eax
                    mov ebp, esp
                    enter 12, 3
                    mov [ebp-12], eax
                    enter 4, 1
                    rol eax, 7
                    mov [ebp-4], eax
                    enter 0x1F00, 6
                    o16 enter 2, 2
                    o16 leave
                    o16 leave
                    add eax, [esp+8]
                    mov esp, 0x20000
                    jmp start
            """;

    /** Loads segments, and goes from page to page, which is elsewhere in linear addresses than in EIP. */
    private static final String PARAGRAPHS = """
            bits 16
            start:  mov ax, cx
                    and ax, 0xFF
                    add ax, 0x3000
                    mov ds, ax
                    push ds
                    pop es
                    mov di, cx
                    and di, 0xFFF
                    mov [0x20], di
                    mov [0x22], ax
                    les di, [0x20]
                    xor [es:di], dx
                    lfs si, [0x20]
                    add dx, [fs:si]
                    call far1
                    pushf
                    pop word [0x30]
                    push word 0x3123
                    pop gs
                    mov [gs:bx], dx
                    mov fs, [0x22]
                    lea bx, [bx+di+3]
                    and bx, 0xFFE
                    o32 call far2
                    loop start
                    jmp start
                    times 0x50 nop
            far2:   inc bp
                    o32 ret
                    times 0x600 nop
            far1:   mov si, 12
            again:  add [si], cl
                    adc dl, [bx+si]
                    dec si
                    jnz again
                    push cs
                    pop ds
                    mov ax, [si+0x10]
                    push es
                    pop ds
                    call here
            here:   pop di
                    add di, turn-here
                    call di
                    ret
                    times 0x300 nop
            turn:   rol dx, 1
                    ret
            """;

    private static final String OVERRIDES = """
            start:  mov esi, 0x100
                    mov eax, [fs:esi]
                    lea ebx, [eax+ecx]
                    mov [fs:esi*4+8], ebx
                    es mov [0x30020], al
                    add ecx, [0x30020]
                    xor edx, [cs:start]
                    mov di, 0x80
                    mov [fs:di], dl
                    push dword [fs:esi]
                    pop ebp
                    push cx
                    pop bp
                    add eax, 0x9E3779B9
                    mov [fs:esi], eax
                    mov edi, 0xFFFC
                    test al, 3
                    jnz in
                    inc edi
            in:     and edi, 0xFFFC
                    mov ebx, [fs:edi]
                    jmp start
            """;

    private static void agree(String code, UnaryOperator<Board> mode, int heat, Consumer<Board> between) {
        Random random = new Random(SEED);
        Board reference = mode.apply(new Board(Engine.INTERPRETER, code));
        Jit[] jit = new Jit[1];
        Board tested = mode.apply(new Board(cpu -> jit[0] = new Jit(cpu, heat), code));
        long time = 0;
        for (int k = 0; k < 60; k++) {
            time += k < 25 ? 1 + random.nextInt(40) : 1 + random.nextInt(4000);
            reference.run(time);
            tested.run(time);
            assertEquals(time, tested.cpu.time, "stop " + k);
            assertEquals(reference.state(), tested.state(), "at " + time + ", seed " + SEED + ", heat " + heat);
            between.accept(reference);
            between.accept(tested);
        }
        Statistics statistics = jit[0].statistics();
        assertTrue(statistics.compiled > time / 2, statistics + " of " + time);
        assertTrue(statistics.largest < 8000, "HotSpot does not compile a method of " + statistics.largest + " bytes");
    }

    private static void everyWay(String code) {
        for (int heat : new int[] {0, 7}) {
            agree(code, board -> board, heat, board -> { });
            agree(code, Board::paging, heat, board -> { });
            agree(code, board -> board.paging().user(), heat, board -> { });
        }
    }

    @Test
    void segmentsThatAreNotFlat() {
        for (int heat : new int[] {0, 7}) {
            for (String code : new String[] {SORT, BITS}) {
                agree(code, Board::segments, heat, board -> { });
                agree(code, board -> board.paging().segments(), heat, board -> { });
                agree(code, Board::basedData, heat, board -> { });
            }
            agree(REST, Board::basedData, heat, board -> { });
        }
    }

    @Test
    void narrowCodeAndStack() {
        for (int heat : new int[] {0, 7}) {
            agree(NARROW, Board::narrow, heat, board -> { });
            agree(NARROW, board -> board.paging().narrow(), heat, board -> { });
        }
    }

    /** Bases of CS that begin a page, that do not, and that make EIP cross a page where linear addresses do not. */
    @Test
    void realAndVirtual8086Mode() {
        for (int heat : new int[] {0, 7}) {
            for (int base : new int[] {Board.CODE, 0xFF30, 0xF7F0, 0xE010}) {
                for (String code : new String[] {PARAGRAPHS, NARROW}) {
                    agree(code, board -> board.real(base), heat, board -> { });
                    agree(code, board -> board.paging().virtual(base), heat, board -> { });
                }
            }
        }
    }

    /** A segment keeps a limit of 4 GiB from protected mode: with base 0 it is flat, which changes the mode. */
    @Test
    void unrealMode() {
        String code = """
                bits 16
                start:  xor ax, ax
                        mov es, ax
                        mov edi, 0x30000
                        mov ecx, 20
                again:  add [es:edi+ecx*4], ecx
                        loop again
                        mov ax, 0x3000
                        mov es, ax
                        xor edi, edi
                        mov cx, 20
                more:   add ax, [es:edi+4]
                        loop more
                        mov [0x50], ax
                        jmp start
                """;
        for (int heat : new int[] {0, 7}) {
            agree(code, board -> {
                board.real(0xFF30);
                board.cpu.setSegment(0, 0, 0, -1, 0x809300);
                return board;
            }, heat, board -> { });
        }
    }

    /** All data of these programs is aligned; the fuzzer has some that is not. */
    @Test
    void alignmentChecks() {
        for (int heat : new int[] {0, 7}) {
            for (String code : new String[] {SORT, CALLS, INDIRECT}) {
                agree(code, board -> board.paging().user().aligned(), heat, board -> { });
            }
        }
    }

    @Test
    void nestedProcedures() {
        everyWay(NESTED);
        for (int heat : new int[] {0, 7}) {
            agree(NESTED, Board::basedData, heat, board -> { });
            agree("bits 16\n" + NESTED.replace("0x20000", "0x7800").replace("0x1F00", "0x1F"), Board::narrow, heat, board -> { });
        }
    }

    @Test
    void segmentOverrides() {
        for (int heat : new int[] {0, 7}) {
            agree(OVERRIDES, Board::basedData, heat, board -> { });
            agree(OVERRIDES, board -> board.paging().basedData(), heat, board -> { });
        }
    }

    @Test
    void loopsAndMemory() {
        everyWay(SORT);
    }

    /** Short visits to short functions, as they are after each stop in the middle, are no reason to leave all of it to the interpreter. */
    @Test
    void shortFunctionsStayTranslated() {
        Jit[] jit = new Jit[1];
        Board board = new Board(cpu -> jit[0] = new Jit(cpu, 7), INDIRECT);
        Random random = new Random(SEED);
        for (int k = 0; k < 4000; k++) {
            board.run(board.cpu.time + 1 + random.nextInt(1000));
        }
        assertTrue(jit[0].statistics().compiled > board.cpu.time * 0.95, jit[0].statistics() + " of " + board.cpu.time);
    }

    @Test
    void callsAndReturns() {
        everyWay(CALLS);
    }

    @Test
    void stacksOverThePageEnd() {
        everyWay(DEEP);
        everyWay(DEEP.replace("0x1F03A", "0x1F03C"));
    }

    @Test
    void everyFlagAtEveryStop() {
        everyWay(BITS);
    }

    @Test
    void lessFrequentInstructions() {
        everyWay(REST);
    }

    @Test
    void codeThatChangesItself() {
        everyWay(CHANGES);
    }

    @Test
    void aDeviceOrADebuggerChangesCode() {
        int[] turn = {0};
        agree(SORT, board -> board, 0, board -> {
            if (turn[0]++ % 60 < 2) {
                board.memory.write(Board.CODE + 6, new byte[] {(byte) (30 + turn[0] / 60)}, 0, 1);
            }
        });
    }

    /** The stores go to the code by another linear address. */
    @Test
    void codeChangesThroughAnAlias() {
        String code = """
                start:  inc ecx
                        test ecx, 255
                        jnz over
                        inc byte [place+0x40000+2]
                over:   nop
                        times 128 nop
                place:  add ebx, byte 1
                        jmp start
                """;
        agree(code, board -> {
            board.paging();
            board.memory.write32(0x81000 + 4 * (0x50000 >>> 12), Board.CODE | 7);
            return board;
        }, 0, board -> { });
    }

    /** Two programs at one address: one is left on a call to a place that nobody has come to yet, and the other goes on at that address, in code of its own. */
    @Test
    void twoProgramsAtOneAddress() {
        String text = "start: call f\ninc ecx\njmp start\nf: add ebx, %d\nret\nalign 4096\n";
        String code = text.formatted(1) + text.replace("start", "start2").replace(" f", " f2").replace("\nf:", "\nf2:").formatted(0x100);
        int at = 0x50000;
        List<Board> boards = List.of(new Board(Engine.INTERPRETER, code).paging(), new Board(cpu -> new Jit(cpu, 0), code).paging());
        for (Board board : boards) {
            board.cpu.eip = at;
            for (int frame : new int[] {Board.CODE + 0x1000, Board.CODE, Board.CODE + 0x1000, Board.CODE}) {
                board.memory.write32(0x81000 + 4 * (at >>> 12), frame | 7);
                board.cpu.mmu.dropPage(at);
                board.run(board.cpu.time + (frame == Board.CODE ? 1 : 2));
                while (frame != Board.CODE && board.cpu.eip != at) {
                    board.run(board.cpu.time + 1);
                }
            }
            for (int lap = 0; lap < 20; lap++) {
                board.run(board.cpu.time + 3);
            }
        }
        assertEquals(boards.get(0).state(), boards.get(1).state());
    }

    /** A page is mapped elsewhere between two stops. */
    @Test
    void tablesChange() {
        int[] turn = {0};
        String code = "start: mov eax, [0x30000]\nadd [0x31000], eax\nadc edx, ecx\ncall next\njmp start\nnext: inc dword [0x30000]\nret\n";
        agree(code, Board::paging, 0, board -> {
            int pte = (turn[0]++ >>> 1 & 7) < 2 ? 0x38007 : 0x31007;
            board.memory.write32(0x81000 + 4 * 0x31, pte);
            board.cpu.mmu.dropPage(0x31000);
        });
    }
}

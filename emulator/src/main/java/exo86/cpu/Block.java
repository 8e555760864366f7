package exo86.cpu;
final class Block { static final int BIG = 1, FLAT = 2, USER = 4; }

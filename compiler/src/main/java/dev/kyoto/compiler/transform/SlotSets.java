package dev.kyoto.compiler.transform;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Sets of local variable slots, one for each instruction of a method, and one more to work with. They share an array, because data
 * flow is analysed in the interpreter mostly, to which a {@code BitSet} for each step is dear.
 */
final class SlotSets {
    private final int words;
    private final int scratch;
    private final long[] bits;

    /** So many empty sets of slots below {@code slots}. */
    SlotSets(int count, int slots) {
        this.words = (slots + Long.SIZE - 1) / Long.SIZE;
        this.scratch = count;
        this.bits = new long[(count + 1) * words];
    }

    /** The number of the set that belongs to no instruction. */
    int scratch() {
        return scratch;
    }

    void clear(int set) {
        Arrays.fill(bits, set * words, (set + 1) * words, 0);
    }

    void fill(int set) {
        Arrays.fill(bits, set * words, (set + 1) * words, -1);
    }

    boolean contains(int set, int slot) {
        return (bits[set * words + slot / Long.SIZE] & 1L << slot) != 0;
    }

    void add(int set, int slot) {
        bits[set * words + slot / Long.SIZE] |= 1L << slot;
    }

    void remove(int set, int slot) {
        bits[set * words + slot / Long.SIZE] &= ~(1L << slot);
    }

    void addAll(int set, int other) {
        for (int word = 0; word < words; word++) {
            bits[set * words + word] |= bits[other * words + word];
        }
    }

    /** Whether that changes {@code set}. */
    boolean retainAll(int set, int other) {
        boolean changed = false;
        for (int word = 0; word < words; word++) {
            long before = bits[set * words + word];
            long after = before & bits[other * words + word];
            bits[set * words + word] = after;
            changed |= after != before;
        }
        return changed;
    }

    void retainAll(int set, BitSet slots) {
        long[] others = slots.toLongArray();
        for (int word = 0; word < words; word++) {
            bits[set * words + word] &= word < others.length ? others[word] : 0;
        }
    }

    /** Makes {@code set} equal to another; whether that changes it. */
    boolean copy(int set, int other) {
        boolean changed = false;
        for (int word = 0; word < words; word++) {
            long after = bits[other * words + word];
            changed |= bits[set * words + word] != after;
            bits[set * words + word] = after;
        }
        return changed;
    }

    /** A copy of one. */
    BitSet get(int set) {
        return BitSet.valueOf(Arrays.copyOfRange(bits, set * words, (set + 1) * words));
    }
}

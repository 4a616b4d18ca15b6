package dev.kyoto.redis.protocol;

import java.util.Arrays;

/** One command as a client sent it: its name and its arguments. Never empty. */
public final class Request {
    private final Bytes[] words;

    /** @param words name and arguments; taken over, at least one */
    Request(Bytes[] words) {
        this.words = words;
    }

    /** For tests and clients: the request of these UTF-8 words. */
    public static Request of(String... words) {
        return new Request(Arrays.stream(words).map(Bytes::of).toArray(Bytes[]::new));
    }

    /** The name and the arguments together. */
    public int size() {
        return words.length;
    }

    public Bytes name() {
        return words[0];
    }

    /** The {@code index}-th word; the first argument has index 1. */
    public Bytes arg(int index) {
        return words[index];
    }

    /** The words from {@code index} on. */
    public Bytes[] argsFrom(int index) {
        return Arrays.copyOfRange(words, index, words.length);
    }

    /** Whether the {@code index}-th word is {@code keyword}, in whatever case. */
    public boolean is(int index, String keyword) {
        return words[index].equalsIgnoreCase(keyword);
    }

    /**
     * The {@code index}-th word as a number.
     *
     * @throws ErrorReply if the word is not an integer
     */
    public long integer(int index) throws ErrorReply {
        try {
            return words[index].toLong();
        } catch (NumberFormatException e) {
            throw ErrorReply.notAnInteger();
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(words);
    }
}

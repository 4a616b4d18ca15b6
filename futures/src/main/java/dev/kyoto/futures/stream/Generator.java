package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncCode;

/** The async block of {@link Streams#stream}: emits elements one by one, and may await whatever it likes in between. */
@FunctionalInterface
public interface Generator<T> extends AsyncCode {
    void run(Emitter<T> out) throws Exception;
}

package dev.kyoto.futures;

/** An async block that yields nothing: {@code async(() -> { socket.writeAll(hello).await(); })}. */
@FunctionalInterface
public interface AsyncAction extends AsyncCode {
    void run() throws Exception;
}

package dev.kyoto.futures;

/**
 * Marks functional interfaces whose lambdas are async blocks: the Kyoto compiler turns each such lambda into a state
 * machine, and {@code await()} may be used in its body.
 *
 * <p>Extend one of the ready-made interfaces ({@link AsyncBlock}, {@link AsyncAction}, {@link AsyncFunction}), or this one
 * for a functional interface of your own, with any parameters, type parameters and exceptions. Its method is never called;
 * the block is started by {@link CompiledBlock#start(AsyncCode, Object...)}, best in a default method, which knows the types:
 *
 * <pre>{@code
 * interface Query<R> extends AsyncCode {
 *     R on(Connection connection, int limit) throws Exception;
 *
 *     default Future<R> start(Connection connection, int limit) {
 *         return CompiledBlock.start(this, connection, limit);
 *     }
 * }
 *
 * Query<User> first = (connection, limit) -> connection.read("user", limit).await().get(0);
 * User user = first.start(connection, 1).await();
 * }</pre>
 *
 * <p>Only a lambda is an async block; a class that implements such an interface is rejected by the compiler.
 */
public interface AsyncCode {}

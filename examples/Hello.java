import static dev.kyoto.Kyoto.*;

import dev.kyoto.futures.Future;
import java.time.Duration;

/**
 * The smallest program, and what is in it.
 *
 * <pre>./kyoto run examples/Hello.java</pre>
 *
 * <p>{@code run} starts a runtime, runs the block on it, and stops it again. Inside the block, {@code await()} waits for
 * a value as a blocking call would, but holds no thread meanwhile.
 */
public class Hello {
    public static void main(String[] args) {
        run(() -> {
            Future<String> greeting = greet("Kyoto"); // nothing has happened yet: a future is lazy
            System.out.println("Waiting…");
            System.out.println(greeting.await());
        });
    }

    /** An async method is a method that returns a future; an async block is how to make one. */
    static Future<String> greet(String name) {
        return async(() -> {
            sleep(Duration.ofMillis(100)).await();
            return "Hello, " + name + "!";
        });
    }
}

package dev.kyoto.opentelemetry;

import dev.kyoto.Tracing;
import dev.kyoto.futures.Future;
import dev.kyoto.tracing.ThreadContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Context} of a future, with the span and the baggage in it: current while the future is polled or dropped, on
 * whichever thread, and not before and after. A task that is spawned inside, and a job of {@code spawnBlocking}, begins with what
 * is current at the {@code spawn}.
 *
 * <pre>{@code
 * Runtime.builder().carry(OpenTelemetryContext::capture).build();     // every task goes on where its spawner was
 *
 * carry(OpenTelemetryContext.of(incoming), handle(request)).await();  // or one future, and what it spawns
 * }</pre>
 *
 * <p>What the future makes current itself stays current for it, also over an {@code await()}. A {@link Scope} that is open there
 * is closed on another thread, maybe: OpenTelemetry's own storage does not mind, its strict storage for tests does, and
 * {@link OpenTelemetrySpan#instrument} needs none.
 *
 * <p><b>Threads.</b> A context belongs to one future, as any {@link ThreadContext} does.
 */
public final class OpenTelemetryContext implements ThreadContext {
    /** What is current in the future's next poll. */
    private Context own;

    // While the future is polled:
    private @Nullable Context before;
    private @Nullable Scope scope;

    private OpenTelemetryContext(Context own) {
        this.own = own;
    }

    /** With what is current on the calling thread. */
    public static OpenTelemetryContext capture() {
        return new OpenTelemetryContext(Context.current());
    }

    /** With {@code context}, such as one that came with a request. */
    public static OpenTelemetryContext of(Context context) {
        return new OpenTelemetryContext(Objects.requireNonNull(context, "context"));
    }

    /**
     * {@code future}, within which is current what is so on the calling thread now.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public static <T extends @Nullable Object> Future<T> carry(Future<T> future) {
        return Tracing.carry(capture(), future);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // by exit
    public void enter() {
        before = Context.current();
        scope = own.makeCurrent();
    }

    @Override
    @SuppressWarnings(
            "MustBeClosedChecker") // nothing is left that could close it: the future is not on this thread any more
    public void exit() {
        Context outer = Objects.requireNonNull(before);
        Scope entered = Objects.requireNonNull(scope);
        before = null;
        scope = null;
        Context now = Context.current();
        if (now == own) {
            entered.close();
        } else {
            own = now; // by a scope that is open: to close the one around it would have no effect
            outer.makeCurrent();
        }
    }

    @Override
    public ThreadContext inherited() {
        return capture();
    }
}

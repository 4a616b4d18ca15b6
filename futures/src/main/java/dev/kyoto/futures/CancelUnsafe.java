package dev.kyoto.futures;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a method that returns a future: dropping that future half-way loses something. As a branch of a {@code select} in a
 * loop it is wrapped in {@link Futures#pin pin}, outside the loop; the Kyoto compiler warns where it is not.
 *
 * @see CancelSafe
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CancelUnsafe {
    /** What is lost, as the end of a sentence: {@code "the bytes read so far"}. */
    String value();
}

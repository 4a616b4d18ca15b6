package dev.kyoto.futures;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a method that returns a future: dropping that future half-way and making it again equals doing nothing. So it may be
 * a branch of a {@code select} in a loop.
 *
 * <p>A combinator that carries neither this nor {@link CancelUnsafe} is as safe as the futures that it is given. To lose a
 * place in a queue counts as safe; the Javadoc says so.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CancelSafe {}

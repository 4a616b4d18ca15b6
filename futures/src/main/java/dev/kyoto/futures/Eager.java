package dev.kyoto.futures;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the types of futures whose work goes on without being awaited, such as the handle of a spawned task. The compiler
 * does not warn when one is dropped unused.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Eager {}

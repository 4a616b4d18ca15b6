/**
 * Sequences of values that arrive one by one: {@link dev.kyoto.futures.stream.Stream}, where it comes from, and
 * {@link dev.kyoto.futures.stream.Sink}, where it goes to.
 */
@NullMarked
package dev.kyoto.futures.stream;

import org.jspecify.annotations.NullMarked;

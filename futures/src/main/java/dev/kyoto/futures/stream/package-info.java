/** Sequences of values that arrive one by one: {@link dev.kyoto.futures.stream.Stream} and where it comes from and goes to. */
@NullMarked
package dev.kyoto.futures.stream;

import org.jspecify.annotations.NullMarked;

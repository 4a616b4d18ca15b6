/**
 * Other programs: a {@link dev.kyoto.process.Command} says what to run and how, a {@link dev.kyoto.process.Child} is what runs, with
 * its input and output as a writer and readers of bytes.
 */
@NullMarked
package dev.kyoto.process;

import org.jspecify.annotations.NullMarked;

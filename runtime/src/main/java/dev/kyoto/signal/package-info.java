/** Signals that the operating system sends to this process: {@link dev.kyoto.signal.Signals}. */
@NullMarked
package dev.kyoto.signal;

import org.jspecify.annotations.NullMarked;

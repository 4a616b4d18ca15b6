/**
 * Signals that the operating system sends to this process, as futures: {@link dev.kyoto.signal.Signals#interrupt} for
 * Ctrl-C, which is {@link dev.kyoto.Kyoto#ctrlC} too, and {@link dev.kyoto.signal.Signals#terminate} for {@code kill} and
 * containers that are stopped. Raced against a server in a {@code select}, they are its graceful end.
 */
@NullMarked
package dev.kyoto.signal;

import org.jspecify.annotations.NullMarked;

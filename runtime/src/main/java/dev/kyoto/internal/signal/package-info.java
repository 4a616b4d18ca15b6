/** The JVM's signals. */
@NullMarked
package dev.kyoto.internal.signal;

import org.jspecify.annotations.NullMarked;

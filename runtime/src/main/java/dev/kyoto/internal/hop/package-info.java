/** Operations that block, as futures: one hop to the blocking pool each. */
@NullMarked
package dev.kyoto.internal.hop;

import org.jspecify.annotations.NullMarked;

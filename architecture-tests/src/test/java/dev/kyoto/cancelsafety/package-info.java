/** What a drop of each future and stream of the public surface loses: that it is said, tested, and in docs/cancel-safety.md. */
@NullMarked
package dev.kyoto.cancelsafety;

import org.jspecify.annotations.NullMarked;

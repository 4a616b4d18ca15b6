/** The console's own thread, and all that it looks at. */
@NullMarked
package dev.kyoto.console.internal.observe;

import org.jspecify.annotations.NullMarked;

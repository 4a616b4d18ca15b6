/** Where workers wait, and what they hear there. */
@NullMarked
package dev.kyoto.internal.driver;

import org.jspecify.annotations.NullMarked;

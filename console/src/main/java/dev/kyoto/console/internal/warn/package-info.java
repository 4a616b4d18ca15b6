/** What in a program deserves a warning. */
@NullMarked
package dev.kyoto.console.internal.warn;

import org.jspecify.annotations.NullMarked;

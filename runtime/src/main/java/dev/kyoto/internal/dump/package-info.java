/** What is concluded from the tasks of a dump. */
@NullMarked
package dev.kyoto.internal.dump;

import org.jspecify.annotations.NullMarked;

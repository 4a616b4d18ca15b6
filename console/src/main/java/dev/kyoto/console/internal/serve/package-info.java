/** The console's page: what is seen as JSON, over HTTP. */
@NullMarked
package dev.kyoto.console.internal.serve;

import org.jspecify.annotations.NullMarked;

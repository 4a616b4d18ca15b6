/** An HTTP/1.1 server with a small router, and a client. */
@NullMarked
package dev.kyoto.http;

import org.jspecify.annotations.NullMarked;

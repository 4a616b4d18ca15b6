/**
 * HTTP/1.1: {@link dev.kyoto.http.HttpServer} answers with what a {@link dev.kyoto.http.Handler} makes of each request, most often
 * a {@link dev.kyoto.http.Router}; {@link dev.kyoto.http.HttpClient} asks. Both have {@link dev.kyoto.http.Request},
 * {@link dev.kyoto.http.Response}, {@link dev.kyoto.http.Headers} and {@link dev.kyoto.http.Body}.
 *
 * <p>The parser is Kyoto's own. Those of the well-known libraries come with their own channels and buffers, which cost more than
 * the parsing, and are lenient where RFC 9112 allows it: a bare line feed, a folded line, both lengths at once. What two programs
 * in a row read differently is how requests are smuggled; this one refuses all of it.
 */
@NullMarked
package dev.kyoto.http;

import org.jspecify.annotations.NullMarked;

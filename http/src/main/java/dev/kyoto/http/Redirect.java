package dev.kyoto.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a response sends its client on to. */
final class Redirect {
    private Redirect() {}

    /**
     * The request to make next, or null if there is none: the response does not redirect, or to where nobody should follow (from an
     * encrypted connection to one that is not), or the request's body is gone.
     */
    static @Nullable Request next(Request request, Response response) {
        int status = response.status();
        String location = response.header("Location");
        if (location == null || status != 303 && status != 301 && status != 302 && status != 307 && status != 308) {
            return null;
        }
        boolean isHead = request.method().equals("HEAD");
        boolean becomesGet =
                status == 303 && !isHead || status < 303 && request.method().equals("POST");
        if (!becomesGet && request.body().memory() == null) {
            return null;
        }
        try {
            Request next = Request.of(becomesGet ? "GET" : request.method(), resolve(request.parsedTarget(), location));
            Origin from = Origin.of(request);
            Origin to = Origin.of(next);
            if (from.isEncrypted() && !to.isEncrypted()) {
                return null;
            }
            Request described = next.withHeaders(headers(request.headers(), becomesGet, from.equals(to)));
            return becomesGet ? described : described.withBody(request.body());
        } catch (IllegalArgumentException e) {
            return null; // it leads nowhere
        }
    }

    /** As RFC 3986 does it. {@link URI} does it as RFC 2396 did, and makes {@code http://ab} of {@code http://a} and {@code b}. */
    private static String resolve(Target base, String location) {
        URI reference = URI.create(location);
        String origin = base.scheme() + "://" + base.authority();
        String resolved;
        if (reference.isAbsolute()) {
            resolved = reference.toASCIIString();
        } else if (reference.getRawAuthority() != null) {
            resolved = base.scheme() + ":" + reference.toASCIIString();
        } else if (reference.getRawPath().isEmpty()) {
            String query = reference.getRawQuery() == null ? base.query() : reference.getRawQuery();
            resolved = origin + base.path() + (query == null ? "" : "?" + query);
        } else {
            resolved = URI.create(origin + base.path()).resolve(reference).toASCIIString();
        }
        int fragment = resolved.indexOf('#');
        return fragment < 0 ? resolved : resolved.substring(0, fragment);
    }

    private static Headers headers(Headers headers, boolean becomesGet, boolean staysWithOrigin) {
        Headers passedOn = headers.without("Host");
        if (becomesGet) {
            passedOn =
                    passedOn.without("Content-Type").without("Content-Encoding").without("Content-Language");
        }
        if (!staysWithOrigin) {
            passedOn = passedOn.without("Authorization").without("Cookie").without("Proxy-Authorization");
        }
        return passedOn;
    }
}

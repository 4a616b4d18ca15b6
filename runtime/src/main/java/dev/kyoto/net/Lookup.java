package dev.kyoto.net;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks the resolver for the addresses of a name. */
final class Lookup {
    private Lookup() {}

    static Future<InetAddress[]> of(String host, Context cx) throws UnknownHostException {
        throw new UnknownHostException("The name " + host + " cannot be looked up here; give its address instead.");
    }
}

package dev.kyoto.net;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Futures;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsTest extends RuntimeTestCase {
    @Test
    void aLiteralIsItsOwnOnlyAddressAndNeedsNoRuntime() throws Exception {
        assertEquals(List.of(new InetSocketAddress("127.0.0.1", 80)), Futures.blockOn(Dns.lookupHost("127.0.0.1:80")));
    }

    @Test
    void aNameHasTheAddressesOfTheResolverWithThePort() throws Exception {
        var addresses = runtime.blockOn(Dns.lookupHost("localhost:81"));
        assertFalse(addresses.isEmpty());
        for (var address : addresses) {
            assertTrue(address.getAddress().isLoopbackAddress());
            assertEquals(81, address.getPort());
        }
    }

    @Test
    void aNameThatNobodyHasIsNamed() {
        // A top-level domain that is reserved so that it never exists.
        var failure = assertThrows(
                UnknownHostException.class, () -> runtime.blockOn(Dns.lookupHost("no-such-host.invalid:80")));
        assertTrue(failure.getMessage().contains("no-such-host.invalid"), failure.getMessage());
    }

    @Test
    void aLookupThatWasDroppedIsMadeAnew() throws Exception {
        runtime.blockOn(async(() -> {
            var dropped = spawn(Dns.lookupHost("localhost:81"));
            while (runtime.metrics().blockingFinished() == 0) {
                yieldNow().await();
            }
            dropped.abort();
            assertFalse(Dns.lookupHost("localhost:81").await().isEmpty());
        }));
    }

    @Test
    void whatIsNoAddressIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> Dns.lookupHost("nothing"));
    }
}

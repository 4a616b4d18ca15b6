package dev.kyoto;

import static dev.kyoto.Kyoto.pending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runtimes that are found without a reference to them. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ManagementTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @AfterEach
    void clear() {
        System.clearProperty(Management.PROPERTY);
    }

    private static ObjectName name(String runtime) throws JMException {
        return new ObjectName("dev.kyoto:type=Runtime,name=" + runtime);
    }

    private String dump(String runtime, String operation) throws JMException {
        return (String) server.invoke(name(runtime), operation, new Object[0], new String[0]);
    }

    @Test
    void runtimeIsDumpedOverJmxUntilItIsClosed() throws Exception {
        System.setProperty(Management.PROPERTY, "true");
        try (Runtime runtime = Runtime.builder().name("managed").workers(1).build()) {
            runtime.spawn("waiting", pending());

            assertTrue(dump("managed", "dump").contains("(waiting)"));
            assertTrue(dump("managed", "dumpJson").startsWith("{\"runtime\":\"managed\""));
            assertEquals(2, server.getMBeanInfo(name("managed")).getOperations().length);
            assertThrows(JMException.class, () -> dump("managed", "other"));
        }
        assertFalse(server.isRegistered(name("managed")));
    }

    @Test
    void secondRuntimeOfANameAndOneOfAStrangeNameAreFound() throws Exception {
        System.setProperty(Management.PROPERTY, "true");
        try (Runtime first = Runtime.builder().name("twin").currentThread().build();
                Runtime second = Runtime.builder().name("twin").currentThread().build();
                Runtime strange =
                        Runtime.builder().name("a=b,*").currentThread().build()) {
            assertTrue(dump("twin", "dump").startsWith("Runtime twin at "));
            assertTrue(dump("twin-2", "dump").startsWith("Runtime twin at "));
            assertTrue(dump("\"a=b,\\*\"", "dump").startsWith("Runtime a=b,* at "));
            assertEquals("a=b,*", strange.toString());
            assertFalse(first == second);
        }
    }

    @Test
    void withoutThePropertyNothingIsRegistered() throws Exception {
        try (Runtime runtime = Runtime.builder().name("plain").currentThread().build()) {
            assertFalse(server.isRegistered(name(runtime.toString())));
        }
    }

    @Test
    void allHasTheRuntimesThatHaveNotEnded() {
        Runtime runtime = Runtime.builder().name("listed").workers(1).build();
        assertTrue(Runtime.open().contains(runtime));

        runtime.close();

        assertFalse(Runtime.open().contains(runtime));
    }
}

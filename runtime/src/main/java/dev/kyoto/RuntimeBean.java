package dev.kyoto;

import java.lang.management.ManagementFactory;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/**
 * A runtime over JMX: {@code dev.kyoto:type=Runtime,name=kyoto-1} with the operations {@code dump} and {@code dumpJson}. See
 * {@link Management}.
 */
final class RuntimeBean implements DynamicMBean {
    private static final MBeanInfo INFO = new MBeanInfo(
            RuntimeBean.class.getName(),
            "A Kyoto runtime",
            null,
            null,
            new MBeanOperationInfo[] {
                operation("dump", "Every task with what it waits for, the workers, and deadlocks, as text"),
                operation("dumpJson", "The same as JSON")
            },
            null);

    private final Runtime runtime;

    private RuntimeBean(Runtime runtime) {
        this.runtime = runtime;
    }

    private static MBeanOperationInfo operation(String name, String description) {
        return new MBeanOperationInfo(
                name, description, new MBeanParameterInfo[0], String.class.getName(), MBeanOperationInfo.INFO);
    }

    /** What ends the registration; null if the JVM refuses it. */
    static @Nullable Runnable register(Runtime runtime) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (int twin = 1; ; twin++) {
            try {
                ObjectName name = nameOf(runtime + (twin == 1 ? "" : "-" + twin));
                server.registerMBean(new RuntimeBean(runtime), name);
                return () -> unregister(server, name);
            } catch (InstanceAlreadyExistsException taken) {
                continue; // by another runtime of that name
            } catch (JMException refused) {
                Management.warn("The JVM refuses it.", refused);
                return null;
            }
        }
    }

    private static ObjectName nameOf(String runtime) throws MalformedObjectNameException {
        String name = runtime.matches("[\\w.-]+") ? runtime : ObjectName.quote(runtime);
        return new ObjectName("dev.kyoto:type=Runtime,name=" + name);
    }

    private static void unregister(MBeanServer server, ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (JMException gone) {
            return; // by somebody else
        }
    }

    @Override
    public Object invoke(String operation, Object @Nullable [] arguments, String @Nullable [] signature)
            throws ReflectionException {
        return switch (operation) {
            case "dump" -> runtime.dump().toString();
            case "dumpJson" -> runtime.dump().toJson();
            default -> throw new ReflectionException(new NoSuchMethodException(operation));
        };
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return INFO;
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute);
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName());
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        return new AttributeList();
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }
}

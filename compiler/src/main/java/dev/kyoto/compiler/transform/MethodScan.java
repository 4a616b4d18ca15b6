package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the methods of a class file that a transformation is about, without decoding any: those with an async block in them,
 * the bodies of blocks, those with a call that makes a task, and whatever one of these is written in. Mostly they are few.
 *
 * <p>Instructions are looked for byte by byte. What is part of another may look like one: then a method is decoded in vain.
 */
final class MethodScan {
    private static final int METHOD_REF = 10;
    private static final int INTERFACE_METHOD_REF = 11;
    private static final int METHOD_HANDLE = 15;
    private static final int INVOKE_DYNAMIC = 18;

    private final byte[] classFile;
    private final ClassReader reader;
    private final char[] buffer;

    /** The {@code invokedynamic} constants that are async blocks. */
    private final BitSet blocks = new BitSet();

    /** All of them, with the method of this class that a lambda is made of, by name and descriptor; empty for others. */
    private final Map<Integer, String> implementations = new HashMap<>();

    /** The constants that are methods which make a task. */
    private final BitSet spawning = new BitSet();

    private final List<Method> methods = new ArrayList<>();

    /** @param name with its descriptor */
    private record Method(String name, int code, int codeEnd) {}

    private MethodScan(byte[] classFile, ClassReader reader) {
        this.classFile = classFile;
        this.reader = reader;
        this.buffer = new char[reader.getMaxStringLength()];
    }

    /** The methods that it is about, counted in the order of the class file; none if there is no async block. */
    static BitSet methodsIn(byte[] classFile, ClassReader reader, AsyncTypes types) {
        MethodScan scan = new MethodScan(classFile, reader);
        scan.readConstants(types);
        if (scan.blocks.isEmpty()) {
            return new BitSet();
        }
        scan.findImplementations(scan.readMethods());
        return scan.chosen();
    }

    private void readConstants(AsyncTypes types) {
        for (int index = 1; index < reader.getItemCount(); index++) {
            switch (tag(index)) {
                case INVOKE_DYNAMIC -> {
                    Type made = Type.getReturnType(reader.readUTF8(nameAndType(index) + 2, buffer));
                    if (made.getSort() == Type.OBJECT && types.isAsyncCode(made.getInternalName())) {
                        blocks.set(index);
                    }
                }
                case METHOD_REF, INTERFACE_METHOD_REF -> {
                    if (isSpawning(index)) {
                        spawning.set(index);
                    }
                }
                default -> {}
            }
        }
    }

    private boolean isSpawning(int method) {
        String owner = reader.readClass(reader.getItem(method), buffer);
        if (!owner.startsWith(SpawnSites.KYOTO)) {
            return false;
        }
        int nameAndType = nameAndType(method);
        return SpawnSites.isSpawning(
                owner, reader.readUTF8(nameAndType, buffer), reader.readUTF8(nameAndType + 2, buffer));
    }

    /** 0 where there is no constant: beside those that take the place of two. */
    private int tag(int index) {
        int item = reader.getItem(index); // after its tag
        return item == 0 ? 0 : reader.readByte(item - 1);
    }

    /** Of a method or an {@code invokedynamic}. */
    private int nameAndType(int index) {
        return reader.getItem(reader.readUnsignedShort(reader.getItem(index) + 2));
    }

    /** Where the attributes of the class are, which follow its methods. */
    private int readMethods() {
        int interfaces = reader.header + 6;
        int at = interfaces + 2 + 2 * reader.readUnsignedShort(interfaces);
        int fields = reader.readUnsignedShort(at);
        at += 2;
        for (int field = 0; field < fields; field++) {
            at = afterAttributes(at + 6);
        }
        int count = reader.readUnsignedShort(at);
        at += 2;
        for (int method = 0; method < count; method++) {
            String name = reader.readUTF8(at + 2, buffer) + reader.readUTF8(at + 4, buffer);
            int code = attribute(at + 6, "Code");
            if (code == 0) {
                methods.add(new Method(name, 0, 0));
            } else {
                int begin = code + 8;
                methods.add(new Method(name, begin, begin + reader.readInt(code + 4)));
            }
            at = afterAttributes(at + 6);
        }
        return at;
    }

    /** The content of an attribute, or 0. */
    private int attribute(int attributes, String name) {
        int count = reader.readUnsignedShort(attributes);
        int at = attributes + 2;
        for (int attribute = 0; attribute < count; attribute++) {
            if (name.equals(reader.readUTF8(at, buffer))) {
                return at + 6;
            }
            at += 6 + reader.readInt(at + 2);
        }
        return 0;
    }

    private int afterAttributes(int attributes) {
        int count = reader.readUnsignedShort(attributes);
        int at = attributes + 2;
        for (int attribute = 0; attribute < count; attribute++) {
            at += 6 + reader.readInt(at + 2);
        }
        return at;
    }

    private void findImplementations(int attributesOfClass) {
        int bootstrapMethods = attribute(attributesOfClass, "BootstrapMethods");
        int count = reader.readUnsignedShort(bootstrapMethods);
        String[] handles = new String[count];
        int at = bootstrapMethods + 2;
        for (int method = 0; method < count; method++) {
            int arguments = reader.readUnsignedShort(at + 2);
            handles[method] = arguments < 2 ? "" : methodOf(reader.readUnsignedShort(at + 6));
            at += 4 + 2 * arguments;
        }
        for (int index = 1; index < reader.getItemCount(); index++) {
            if (tag(index) == INVOKE_DYNAMIC) {
                implementations.put(index, handles[reader.readUnsignedShort(reader.getItem(index))]);
            }
        }
    }

    /** The method of this class that a constant is a handle of; empty if it is something else. */
    private String methodOf(int handle) {
        if (tag(handle) != METHOD_HANDLE) {
            return "";
        }
        int method = reader.readUnsignedShort(reader.getItem(handle) + 1);
        int nameAndType = nameAndType(method);
        return reader.readClass(reader.getItem(method), buffer).equals(reader.getClassName())
                ? reader.readUTF8(nameAndType, buffer) + reader.readUTF8(nameAndType + 2, buffer)
                : "";
    }

    private BitSet chosen() {
        BitSet chosen = new BitSet();
        Set<String> names = new HashSet<>();
        blocks.stream().forEach(block -> names.add(implementation(block)));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int index = 0; index < methods.size(); index++) {
                Method method = methods.get(index);
                if (!chosen.get(index) && (names.contains(method.name()) || holdsOne(method, names))) {
                    chosen.set(index);
                    names.add(method.name());
                    grows = true;
                }
            }
        }
        return chosen;
    }

    private String implementation(int lambda) {
        return Objects.requireNonNull(implementations.get(lambda));
    }

    /** Whether there is an instruction in a method that makes a task, a block, or a lambda of a method of these names. */
    private boolean holdsOne(Method method, Set<String> names) {
        for (int at = method.code(); at < method.codeEnd(); at++) {
            int opcode = classFile[at] & 0xFF;
            if (opcode == Opcodes.INVOKEDYNAMIC) {
                int lambda = reader.readUnsignedShort(at + 1);
                String made = implementations.get(lambda);
                if (made != null && (blocks.get(lambda) || names.contains(made))) {
                    return true;
                }
            } else if (opcode >= Opcodes.INVOKEVIRTUAL
                    && opcode <= Opcodes.INVOKEINTERFACE
                    && spawning.get(reader.readUnsignedShort(at + 1))) {
                return true;
            }
        }
        return false;
    }
}

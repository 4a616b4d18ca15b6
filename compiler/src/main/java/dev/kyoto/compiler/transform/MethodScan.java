package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the methods of a class file that a transformation is about, without decoding any: those with an async block in them,
 * the bodies of blocks, those with a call that makes a task, and whatever one of these is written in. Mostly they are few.
 *
 * <p>Instructions are looked for byte by byte. What is part of another may look like one: then a method is decoded in vain. The
 * numbers are those of the class file format (chapter 4 of the Java Virtual Machine Specification).
 */
final class MethodScan {
    private static final int METHOD_REF = 10;
    private static final int INTERFACE_METHOD_REF = 11;
    private static final int METHOD_HANDLE = 15;
    private static final int INVOKE_DYNAMIC = 18;

    private final byte[] classFile;
    private final ClassReader reader;
    private final char[] buffer;
    private final String name;

    /** The constants of {@code invokedynamic} instructions. */
    private final BitSet dynamic = new BitSet();

    /** Those of them that are async blocks. */
    private final BitSet blocks = new BitSet();

    /** Those that are lambdas, with the method of this class that each is made of, by name and descriptor. */
    private final Map<Integer, String> implementations = new HashMap<>();

    /** The constants that are methods which make a task. */
    private final BitSet spawning = new BitSet();

    private final List<Method> methods = new ArrayList<>();

    /**
     * One of the class.
     *
     * @param name with its descriptor
     * @param dynamic the constants of its {@code invokedynamic} instructions
     * @param spawns whether it calls what makes a task
     */
    private record Method(String name, BitSet dynamic, boolean spawns) {}

    private MethodScan(byte[] classFile, ClassReader reader) {
        this.classFile = classFile;
        this.reader = reader;
        this.buffer = new char[reader.getMaxStringLength()];
        this.name = reader.getClassName();
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
                    dynamic.set(index);
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
        int nameAndType = nameAndType(method);
        return SpawnSites.isSpawning(
                reader.readClass(reader.getItem(method), buffer),
                reader.readUTF8(nameAndType, buffer),
                reader.readUTF8(nameAndType + 2, buffer));
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
            methods.add(code == 0 ? new Method(name, new BitSet(), false) : method(name, code));
            at = afterAttributes(at + 6);
        }
        return at;
    }

    private Method method(String name, int codeAttribute) {
        BitSet found = new BitSet();
        boolean spawns = false;
        int begin = codeAttribute + 8;
        int end = begin + reader.readInt(codeAttribute + 4);
        for (int at = begin; at < end; at++) {
            int opcode = classFile[at] & 0xFF;
            if (opcode == Opcodes.INVOKEDYNAMIC) {
                int constant = reader.readUnsignedShort(at + 1);
                if (dynamic.get(constant)) {
                    found.set(constant);
                }
            } else if (opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.INVOKEINTERFACE) {
                spawns |= spawning.get(reader.readUnsignedShort(at + 1));
            }
        }
        return new Method(name, found, spawns);
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
        int content = attribute(attributesOfClass, "BootstrapMethods");
        int[] bootstrapMethods = new int[reader.readUnsignedShort(content)];
        int at = content + 2;
        for (int index = 0; index < bootstrapMethods.length; index++) {
            bootstrapMethods[index] = at;
            at += 4 + 2 * reader.readUnsignedShort(at + 2);
        }
        for (int constant = dynamic.nextSetBit(0); constant >= 0; constant = dynamic.nextSetBit(constant + 1)) {
            int bootstrapMethod = bootstrapMethods[reader.readUnsignedShort(reader.getItem(constant))];
            if (reader.readUnsignedShort(bootstrapMethod + 2) >= 2) {
                noteImplementation(constant, reader.readUnsignedShort(bootstrapMethod + 6));
            }
        }
    }

    /** Notes it if the second argument of the bootstrap method is a handle of a method of this class, as that of a lambda is. */
    private void noteImplementation(int constant, int argument) {
        if (tag(argument) != METHOD_HANDLE) {
            return;
        }
        int method = reader.readUnsignedShort(reader.getItem(argument) + 1);
        if (reader.readClass(reader.getItem(method), buffer).equals(name)) {
            int nameAndType = nameAndType(method);
            implementations.put(
                    constant, reader.readUTF8(nameAndType, buffer) + reader.readUTF8(nameAndType + 2, buffer));
        }
    }

    private BitSet chosen() {
        BitSet chosen = new BitSet();
        Set<String> names = new HashSet<>();
        for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
            String body = implementations.get(block);
            if (body != null) {
                names.add(body);
            }
        }
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int index = 0; index < methods.size(); index++) {
                Method method = methods.get(index);
                if (!chosen.get(index) && takesPart(method, names)) {
                    chosen.set(index);
                    names.add(method.name());
                    grows = true;
                }
            }
        }
        return chosen;
    }

    /** Whether a method is one of these, has a lambda in it that is made of one of these, or has a block in it or a call. */
    private boolean takesPart(Method method, Set<String> names) {
        if (names.contains(method.name()) || method.spawns() || method.dynamic().intersects(blocks)) {
            return true;
        }
        BitSet inIt = method.dynamic();
        for (int lambda = inIt.nextSetBit(0); lambda >= 0; lambda = inIt.nextSetBit(lambda + 1)) {
            String body = implementations.get(lambda);
            if (body != null && names.contains(body)) {
                return true;
            }
        }
        return false;
    }
}

package dev.kyoto.compiler.transform;

import java.nio.charset.StandardCharsets;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/** Tells from the constant pool of a class file, which is quickly read, whether there is an async block in it. */
final class LambdaScan {
    private static final int INVOKE_DYNAMIC = 18;

    private LambdaScan() {}

    /** Without the name of the lambda factory in its constant pool a class has no lambda; most have none. */
    static boolean mayHaveLambdas(byte[] classFile) {
        return new String(classFile, StandardCharsets.ISO_8859_1).contains(LambdaFinder.METAFACTORY);
    }

    /** Whether an {@code invokedynamic} instruction returns async code. */
    static boolean mayMakeAsyncCode(ClassReader reader, AsyncTypes types) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int index = 1; index < reader.getItemCount(); index++) {
            int item = reader.getItem(index); // where the constant begins, after its tag
            if (item > 0 && reader.readByte(item - 1) == INVOKE_DYNAMIC) {
                int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
                Type made = Type.getReturnType(reader.readUTF8(nameAndType + 2, buffer));
                if (made.getSort() == Type.OBJECT && types.isAsyncCode(made.getInternalName())) {
                    return true;
                }
            }
        }
        return false;
    }
}

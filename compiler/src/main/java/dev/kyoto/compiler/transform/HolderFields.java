package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;

/**
 * The fields of one holder. What is saved at one await uses fields that another await may use for something else of the same
 * type; the values of one await each have their own.
 */
final class HolderFields {
    /** A field of the holder; made once, and equal to itself alone. */
    static final class Field {
        private final String holder;
        private final String name;
        private final Type type;
        private final String descriptor;

        private Field(String holder, String name, Type type) {
            this.holder = holder;
            this.name = name;
            this.type = type;
            this.descriptor = type.getDescriptor();
        }

        String name() {
            return name;
        }

        Type type() {
            return type;
        }

        String descriptor() {
            return descriptor;
        }

        FieldInsnNode get() {
            return new FieldInsnNode(Opcodes.GETFIELD, holder, name, descriptor);
        }

        FieldInsnNode put() {
            return new FieldInsnNode(Opcodes.PUTFIELD, holder, name, descriptor);
        }

        boolean isReference() {
            return type.getSort() >= Type.ARRAY;
        }
    }

    private final String holder;
    private final List<Field> all = new ArrayList<>();
    private final Map<Type, List<Field>> shared = new LinkedHashMap<>();

    HolderFields(String holder) {
        this.holder = holder;
    }

    List<Field> all() {
        return all;
    }

    /** A field of its own, for a value that stays in it from the start to the end. */
    Field own(Type type) {
        return add("captured", type);
    }

    /** Starts to hand out shared fields for values that are kept at the same time. */
    Allocation allocation() {
        return new Allocation();
    }

    private Field add(String prefix, Type type) {
        Field field = new Field(holder, prefix + all.size(), type);
        all.add(field);
        return field;
    }

    final class Allocation {
        private final Map<Type, Integer> taken = new HashMap<>();

        Field next(Type type) {
            List<Field> fields = shared.get(type);
            if (fields == null) {
                fields = new ArrayList<>();
                shared.put(type, fields);
            }
            int index = taken.getOrDefault(type, 0);
            taken.put(type, index + 1);
            if (index == fields.size()) {
                fields.add(add("saved", type));
            }
            return fields.get(index);
        }
    }
}

package dev.kyoto.compiler;

import com.sun.source.util.JavacTask;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.tools.JavaFileManager;
import org.jspecify.annotations.Nullable;

/**
 * Puts Kyoto's hands on the class files that javac writes, by way of javac's internals: the one class that knows them. Javac
 * has no supported access to them for a plugin; {@link FilerAccess} is the detour by way of a processor.
 *
 * <p>Javac's {@code JavaCompiler} writes classes with its {@code ClassWriter}, which takes files from a file manager that it
 * found in javac's {@code Context} when it was made. So another one is made while the context holds our file manager, and
 * set as the compiler's writer. No final field is changed.
 *
 * <p>To be allowed to, the packages must be open to this module. If no flag opened them, they are opened with a trusted
 * lookup, which {@code ReflectionFactory}, meant for serialisation libraries, can still make. Should a release of the JDK
 * close that way, the others remain: the flags, or {@link FilerAccess}, which says why it is not the first.
 */
final class JavacWriter implements ClassFileAccess {
    static final List<String> PACKAGES = List.of(
            "com.sun.tools.javac.api",
            "com.sun.tools.javac.comp",
            "com.sun.tools.javac.jvm",
            "com.sun.tools.javac.main",
            "com.sun.tools.javac.util");

    private final JavacTask task;
    private final ClassFileRewriter rewriter;

    /** Null until javac writes through the rewriter. */
    private @Nullable FileManagerAccess access;

    JavacWriter(JavacTask task, ClassFileRewriter rewriter) {
        this.task = task;
        this.rewriter = rewriter;
    }

    /** Makes javac write through the rewriter. Lombok undoes it, for one: it replaces the writer's file manager. */
    @Override
    public void open() throws ReflectiveOperationException {
        if (access == null) {
            openPackages();
            Object compiler = javac("main.JavaCompiler")
                    .getMethod("instance", contextClass())
                    .invoke(null, context());
            access = new FileManagerAccess(compiler, writerOfCompiler(), fileManagerOfWriter());
        }
        Object fileManager = access.fileManager();
        if (fileManager instanceof RewritingFileManager ours && ours.rewriter() == rewriter) {
            return;
        }
        Object rewriting = new RewritingFileManager(original(fileManager), rewriter);
        access.replaceWriter(newWriter(context(), javac("jvm.ClassWriter"), access.writer(), rewriting));
    }

    /** The way from javac's compiler to the files it writes, kept because reflection takes long to find it. */
    private record FileManagerAccess(Object compiler, Field writerOfCompiler, Field fileManagerOfWriter) {
        Object writer() throws IllegalAccessException {
            return writerOfCompiler.get(compiler);
        }

        Object fileManager() throws IllegalAccessException {
            return fileManagerOfWriter.get(writer());
        }

        void replaceWriter(Object writer) throws IllegalAccessException {
            writerOfCompiler.set(compiler, writer);
        }
    }

    /** Fails where {@link #open} would, but touches nothing: there need not be a compiler yet. */
    void prepare() throws ReflectiveOperationException {
        openPackages();
        writerOfCompiler();
        fileManagerOfWriter();
    }

    /** Javac's table of the parts of this compilation. */
    Object context() throws ReflectiveOperationException {
        return task.getClass().getMethod("getContext").invoke(task);
    }

    private static Field writerOfCompiler() throws ReflectiveOperationException {
        return accessible(javac("main.JavaCompiler").getDeclaredField("writer"));
    }

    private static Field fileManagerOfWriter() throws ReflectiveOperationException {
        return accessible(javac("jvm.ClassWriter").getDeclaredField("fileManager"));
    }

    private static Object newWriter(Object context, Class<?> writerClass, Object writer, Object fileManager)
            throws ReflectiveOperationException {
        Class<?> contextClass = contextClass();
        Method get = contextClass.getMethod("get", Class.class);
        Method put = contextClass.getMethod("put", Class.class, Object.class);
        Method putKey = contextClass.getMethod("put", javac("util.Context$Key"), Object.class);
        Object writerKey =
                accessible(writerClass.getDeclaredField("classWriterKey")).get(null);
        Object usual = get.invoke(context, JavaFileManager.class);
        // A context refuses to replace what it holds, but lets it be removed first.
        put.invoke(context, JavaFileManager.class, null);
        put.invoke(context, JavaFileManager.class, fileManager);
        putKey.invoke(context, writerKey, null);
        try {
            Object made = writerClass.getMethod("instance", contextClass).invoke(null, context);
            // The one setting that javac makes from outside, long before this.
            Field multiModule = accessible(writerClass.getDeclaredField("multiModuleMode"));
            multiModule.set(made, multiModule.get(writer));
            return made;
        } finally {
            put.invoke(context, JavaFileManager.class, null);
            put.invoke(context, JavaFileManager.class, usual);
        }
    }

    /** Without what an earlier run left, whose context javac uses again; jshell does. It may come from another loader. */
    private static JavaFileManager original(Object fileManager) {
        Object found = fileManager;
        while (found.getClass().getName().equals(RewritingFileManager.class.getName())) {
            found = ((Supplier<?>) found).get();
        }
        return (JavaFileManager) found;
    }

    private static void openPackages() throws ReflectiveOperationException {
        Module javac = JavacTask.class.getModule();
        Module kyoto = JavacWriter.class.getModule();
        List<String> closed = new ArrayList<>();
        for (String name : PACKAGES) {
            if (!javac.isOpen(name, kyoto)) {
                closed.add(name);
            }
        }
        if (closed.isEmpty()) {
            return;
        }
        MethodHandle open = trustedLookup()
                .findVirtual(
                        Module.class, "implAddOpens", MethodType.methodType(void.class, String.class, Module.class));
        for (String name : closed) {
            try {
                open.invoke(javac, name, kyoto);
            } catch (Throwable failure) {
                throw new ReflectiveOperationException("cannot open " + name, failure);
            }
        }
    }

    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Constructor<?> hidden = MethodHandles.Lookup.class.getDeclaredConstructor(Class.class, Class.class, int.class);
        Class<?> factoryClass;
        try {
            factoryClass = Class.forName("sun.reflect.ReflectionFactory");
        } catch (ClassNotFoundException missing) {
            // So it is in jshell, which starts with no more modules than it needs.
            throw new ReflectiveOperationException(
                    "the JDK runs without the module jdk.unsupported, which" + " -J--add-modules=jdk.unsupported adds");
        }
        Object factory = factoryClass.getMethod("getReflectionFactory").invoke(null);
        Method newConstructor =
                factoryClass.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
        Constructor<?> constructor =
                (Constructor<?>) newConstructor.invoke(factory, MethodHandles.Lookup.class, hidden);
        int trusted = -1;
        return (MethodHandles.Lookup) constructor.newInstance(Object.class, null, trusted);
    }

    /** Not the class of the context at hand: that of jshell is of a class of its own. */
    static Class<?> contextClass() throws ClassNotFoundException {
        return javac("util.Context");
    }

    static Class<?> javac(String name) throws ClassNotFoundException {
        return Class.forName("com.sun.tools.javac." + name, true, JavacTask.class.getClassLoader());
    }

    private static Field accessible(Field field) {
        field.setAccessible(true);
        return field;
    }
}

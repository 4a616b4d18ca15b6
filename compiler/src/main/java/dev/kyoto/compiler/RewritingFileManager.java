package dev.kyoto.compiler;

import dev.kyoto.compiler.transform.Transformer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Supplier;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.ForwardingJavaFileObject;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites class files as they are written, and writes their holders beside them. Works with every file manager below it,
 * those that keep everything in memory included.
 */
final class RewritingFileManager extends ForwardingJavaFileManager<JavaFileManager>
        implements Supplier<JavaFileManager> {
    private final ClassFileRewriter rewriter;

    RewritingFileManager(JavaFileManager fileManager, ClassFileRewriter rewriter) {
        super(fileManager);
        this.rewriter = rewriter;
    }

    ClassFileRewriter rewriter() {
        return rewriter;
    }

    /** The file manager below, for another instance of this plugin, whose classes are not these. */
    @Override
    public JavaFileManager get() {
        return fileManager;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling)
            throws IOException {
        JavaFileObject file = super.getJavaFileForOutput(location, className, kind, sibling);
        if (kind != JavaFileObject.Kind.CLASS || !rewriter.isWanted()) {
            return file;
        }
        return new ForwardingJavaFileObject<>(file) {
            @Override
            public OutputStream openOutputStream() {
                return new ClassFile(file, location, sibling);
            }
        };
    }

    /** New in JDK 18. The inherited one would pass by the method above. */
    public JavaFileObject getJavaFileForOutputForOriginatingFiles(
            Location location, String className, JavaFileObject.Kind kind, FileObject... originatingFiles)
            throws IOException {
        return getJavaFileForOutput(
                location, className, kind, originatingFiles.length > 0 ? originatingFiles[0] : null);
    }

    /** Collects a class file; on close it is rewritten and written. */
    private final class ClassFile extends ByteArrayOutputStream {
        private final JavaFileObject file;
        private final Location location;
        private final @Nullable FileObject sibling;
        private boolean closed;

        ClassFile(JavaFileObject file, Location location, @Nullable FileObject sibling) {
            this.file = file;
            this.location = location;
            this.sibling = sibling;
        }

        @Override
        public void close() throws IOException {
            if (closed || size() == 0) { // javac gave up on the class before its first byte
                return;
            }
            closed = true;
            Transformer.Result result = rewriter.rewrite(toByteArray());
            if (result == null) {
                file.delete(); // as javac does: what an earlier compilation left must not run in its place
                return;
            }
            for (Map.Entry<String, byte[]> holder : result.holders().entrySet()) {
                String name = holder.getKey().replace('/', '.');
                write(
                        fileManager.getJavaFileForOutput(location, name, JavaFileObject.Kind.CLASS, sibling),
                        holder.getValue());
            }
            write(file, result.main());
        }

        private void write(JavaFileObject target, byte[] content) throws IOException {
            try (OutputStream out = target.openOutputStream()) {
                out.write(content);
            }
        }
    }
}

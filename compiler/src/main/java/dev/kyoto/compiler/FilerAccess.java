package dev.kyoto.compiler;

import dev.kyoto.compiler.diagnosis.Diagnosis;
import dev.kyoto.compiler.transform.Transformer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites class files after javac has written them, through the {@code Filer} of {@link FilerProcessor}. All of it is
 * supported API.
 *
 * <p>Still it is the second choice, after {@link JavacWriter}. Javac runs no processor with {@code -proc:none}, with a list
 * of {@code -processor}s, in the source launcher and, since JDK 23, from the class path; processors and plugins that come
 * from different class loaders, as in Gradle and on a processor module path, do not know of each other; every class is
 * written twice, of which {@code -Xlint:output-file-clash} warns; and without {@code -d} the file that is found may be
 * another. The writer has none of these gaps.
 */
final class FilerAccess implements ClassFileAccess {
    private final Elements elements;
    private final ClassFileRewriter rewriter;
    private final Reporter reporter;
    private @Nullable Filer filer;

    /** A class file was refused. Javac writes no more after an error, though it may still say that it has. */
    private boolean refused;

    FilerAccess(Elements elements, ClassFileRewriter rewriter, Reporter reporter) {
        this.elements = elements;
        this.rewriter = rewriter;
        this.reporter = reporter;
    }

    void use(Filer given) {
        filer = given;
    }

    @Override
    public void open() throws ReflectiveOperationException {
        if (filer == null) {
            throw new ReflectiveOperationException("javac did not start Kyoto's annotation processor");
        }
    }

    @Override
    public void written(TypeElement type) {
        if (filer == null || refused) {
            return;
        }
        String name = elements.getBinaryName(type).toString();
        try {
            rewrite(filer, type, name);
        } catch (IOException failure) {
            reporter.report(
                    Diagnosis.CLASS_FILES,
                    "Kyoto cannot rewrite the class file of " + name + " (" + failure
                            + "). Tell javac with -d where class files belong.");
        }
    }

    private void rewrite(Filer filer, TypeElement type, String name) throws IOException {
        String location = packageOf(name);
        FileObject file;
        try {
            file = filer.getResource(StandardLocation.CLASS_OUTPUT, location, fileOf(name));
        } catch (FilerException severalModules) {
            location = elements.getModuleOf(type).getQualifiedName() + "/" + location;
            file = filer.getResource(StandardLocation.CLASS_OUTPUT, location, fileOf(name));
        }
        Transformer.Result result;
        try (InputStream in = file.openInputStream()) {
            result = rewriter.rewrite(in.readAllBytes());
        }
        if (result == null) {
            refused = true; // the file stays, for a Filer does not delete: its blocks throw when they are started
        } else if (!result.holders().isEmpty()) {
            for (Map.Entry<String, byte[]> holder : result.holders().entrySet()) {
                write(filer, type, location, holder.getKey().replace('/', '.'), holder.getValue());
            }
            write(filer, type, location, name, result.main());
        }
    }

    private static void write(Filer filer, TypeElement origin, String location, String name, byte[] content)
            throws IOException {
        FileObject file = filer.createResource(StandardLocation.CLASS_OUTPUT, location, fileOf(name), origin);
        try (OutputStream out = file.openOutputStream()) {
            out.write(content);
        }
    }

    private static String packageOf(String binaryName) {
        return binaryName.substring(0, Math.max(binaryName.lastIndexOf('.'), 0));
    }

    private static String fileOf(String binaryName) {
        return binaryName.substring(binaryName.lastIndexOf('.') + 1) + ".class";
    }
}

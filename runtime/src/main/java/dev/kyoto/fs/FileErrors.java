package dev.kyoto.fs;

import dev.kyoto.internal.driver.DescriptorLimit;
import dev.kyoto.internal.hop.Hop;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Java's terse words, some of which are a path and nothing else, with the reason and the cure. The type stays what callers catch. */
final class FileErrors {
    private FileErrors() {}

    /**
     * {@code code}, whose failures are explained.
     *
     * @param what is done, to which file
     */
    static <T extends @Nullable Object> Hop.Code<T> explaining(String what, Hop.Code<T> code) {
        return () -> {
            try {
                return code.call();
            } catch (IOException e) {
                throw explained(what, e);
            }
        };
    }

    private static IOException explained(String what, IOException e) {
        IOException explained = e instanceof FileSystemException terse ? explained(terse) : null;
        if (e.getClass() == IOException.class) { // the system's words alone, as of a write that fails
            explained = new IOException(what + " failed: " + e.getMessage() + "." + cure(e));
        }
        if (explained == null) {
            return e;
        }
        explained.initCause(e);
        return explained;
    }

    private static @Nullable FileSystemException explained(FileSystemException e) {
        String file = e.getFile();
        String other = e.getOtherFile();
        if (e.getReason() != null) {
            String cure = cure(e);
            return cure.isEmpty() || e.getClass() != FileSystemException.class
                    ? null
                    : new FileSystemException(file, other, e.getReason() + "." + cure);
        }
        if (e.getClass() == NoSuchFileException.class) {
            return new NoSuchFileException(
                    file,
                    other,
                    "there is no such file or directory, seen from "
                            + Path.of("").toAbsolutePath());
        }
        if (e.getClass() == FileAlreadyExistsException.class) {
            return new FileAlreadyExistsException(
                    file, other, "it exists. Delete it first, or allow it to be replaced");
        }
        if (e.getClass() == AccessDeniedException.class) {
            return new AccessDeniedException(
                    file,
                    other,
                    "this process may not do that. Look at the permissions of the file and of its directory");
        }
        return null;
    }

    private static String cure(IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean isFull = message.contains("No space left on device") || message.contains("quota exceeded");
        return isFull
                ? " Make room there; a part may have been written."
                : DescriptorLimit.isReached(e) ? " " + DescriptorLimit.cure(e, "") : "";
    }
}

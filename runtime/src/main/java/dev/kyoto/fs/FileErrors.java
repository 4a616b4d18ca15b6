package dev.kyoto.fs;

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

    /** {@code code}, whose failures are explained. */
    static <T extends @Nullable Object> Hop.Code<T> explaining(Hop.Code<T> code) {
        return () -> {
            try {
                return code.call();
            } catch (IOException e) {
                throw explained(e);
            }
        };
    }

    private static IOException explained(IOException e) {
        if (!(e instanceof FileSystemException terse) || terse.getReason() != null) {
            return e;
        }
        FileSystemException explained = explained(terse);
        if (explained == null) {
            return e;
        }
        explained.initCause(e);
        return explained;
    }

    private static @Nullable FileSystemException explained(FileSystemException e) {
        String file = e.getFile();
        String other = e.getOtherFile();
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
}
